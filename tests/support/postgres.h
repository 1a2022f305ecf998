// A database of a test's own on the PostgreSQL server that the tests share. It speaks libpq by itself, so that tests of
// cdc/pg do not rest on what they test.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

struct pg_conn;

namespace cdc::test {

// The value of an environment variable; throws where it is missing, as in a test that was started without
// tests/support/fixture.sh.
std::string Environment(const char* name);

// "prefix_" and a suffix that no other test has: slots and roles belong to the whole server. Lower case, needs no
// quotes.
std::string UniqueName(std::string_view prefix);

// A plain connection; every call throws std::runtime_error with PostgreSQL's message.
class TestConnection {
 public:
  explicit TestConnection(const std::string& dsn);
  ~TestConnection();
  TestConnection(TestConnection&&) noexcept;
  TestConnection& operator=(TestConnection&&) noexcept;

  void Exec(const std::string& sql);          // several statements are one transaction
  std::string Value(const std::string& sql);  // first column of the first row; "" for NULL or no row
  std::vector<std::vector<std::string>> Table(const std::string& sql);  // all rows as text, NULL as ""
  int Pid() const;                                                      // of its backend

 private:
  struct Finish {
    void operator()(pg_conn* connection) const;
  };
  std::unique_ptr<pg_conn, Finish> connection_;
};

// Empty, UTF-8. The destructor ends everybody in it and drops it, with its slots and the roles made here.
class TestDatabase {
 public:
  TestDatabase();  // on the server of WALCAST_TEST_DSN
  explicit TestDatabase(const std::string& server_dsn, const std::string& options = "");  // options of CREATE DATABASE
  ~TestDatabase();
  TestDatabase(const TestDatabase&) = delete;
  TestDatabase& operator=(const TestDatabase&) = delete;

  const std::string& Name() const { return name_; }
  std::string Dsn() const;                         // of the superuser, as a URI
  std::string Dsn(const std::string& role) const;  // of another role
  // A new role that may log in; `options` as in CREATE ROLE, e.g. "REPLICATION".
  std::string CreateRole(const std::string& options = "");

  void Exec(const std::string& sql) { connection_->Exec(sql); }
  std::string Value(const std::string& sql) { return connection_->Value(sql); }
  std::vector<std::vector<std::string>> Table(const std::string& sql) { return connection_->Table(sql); }
  TestConnection Connect() const { return TestConnection(Dsn()); }
  bool Answers() const;  // whether one can connect
  // Once its walsender has ended: that takes the server a moment after its client has gone.
  void DropSlot(const std::string& slot);
  // Where the server was restarted: Exec, Value and Table throw until then.
  void Reconnect() { connection_ = std::make_unique<TestConnection>(Dsn()); }

 private:
  void DropSlots(TestConnection& server) const;

  std::string server_dsn_;
  std::string name_;
  std::vector<std::string> roles_;
  std::unique_ptr<TestConnection> connection_;
};

}  // namespace cdc::test
