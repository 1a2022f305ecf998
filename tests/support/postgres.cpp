#include "tests/support/postgres.h"

#include <libpq-fe.h>
#include <unistd.h>

#include <atomic>
#include <cstdlib>
#include <iostream>
#include <random>
#include <stdexcept>

#include "tests/support/wait.h"

namespace cdc::test {
namespace {

struct Clear {
  void operator()(PGresult* result) const { PQclear(result); }
};
using Result = std::unique_ptr<PGresult, Clear>;

struct FreeOptions {
  void operator()(PQconninfoOption* options) const { PQconninfoFree(options); }
};

std::string Encode(std::string_view text) {  // for a URI
  constexpr char kHex[] = "0123456789ABCDEF";
  std::string out;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (std::isalnum(byte) != 0 || c == '_' || c == '-' || c == '.') {
      out += c;
    } else {
      out += '%';
      out += kHex[byte >> 4];
      out += kHex[byte & 15];
    }
  }
  return out;
}

// The same server, another database and, where it is given, another role.
std::string WithDatabase(const std::string& dsn, const std::string& database, const std::string& role) {
  const std::unique_ptr<PQconninfoOption, FreeOptions> options(PQconninfoParse(dsn.c_str(), nullptr));
  if (options == nullptr) throw std::runtime_error("WALCAST_TEST_DSN is no DSN");
  std::string query;
  for (const auto* option = options.get(); option->keyword != nullptr; ++option) {
    if (option->val == nullptr || std::string_view(option->keyword) == "dbname") continue;
    if (!role.empty() && std::string_view(option->keyword) == "user") continue;
    query += (query.empty() ? "?" : "&") + std::string(option->keyword) + "=" + Encode(option->val);
  }
  if (!role.empty()) query += (query.empty() ? "?user=" : "&user=") + Encode(role);
  return "postgresql:///" + Encode(database) + query;
}

Result Run(PGconn* connection, const std::string& sql) {
  Result result(PQexec(connection, sql.c_str()));
  const auto status = PQresultStatus(result.get());
  if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK) {
    throw std::runtime_error(PQerrorMessage(connection) + ("in " + sql.substr(0, 500)));
  }
  return result;
}

}  // namespace

std::string Environment(const char* name) {
  const char* value = std::getenv(name);
  if (value == nullptr)
    throw std::runtime_error(std::string(name) + " is not set: run this test by ctest, or under fixture.sh");
  return value;
}

std::string UniqueName(std::string_view prefix) {
  static std::atomic<unsigned> count{0};
  std::random_device random;
  return std::string(prefix) + "_" + std::to_string(getpid()) + "_" + std::to_string(random() % 100'000) + "_" +
         std::to_string(count++);
}

void TestConnection::Finish::operator()(pg_conn* connection) const { PQfinish(connection); }

TestConnection::TestConnection(const std::string& dsn) : connection_(PQconnectdb(dsn.c_str())) {
  if (PQstatus(connection_.get()) != CONNECTION_OK) throw std::runtime_error(PQerrorMessage(connection_.get()));
  PQsetNoticeProcessor(connection_.get(), [](void*, const char*) {}, nullptr);
}

TestConnection::~TestConnection() = default;
TestConnection::TestConnection(TestConnection&&) noexcept = default;
TestConnection& TestConnection::operator=(TestConnection&&) noexcept = default;

void TestConnection::Exec(const std::string& sql) { Run(connection_.get(), sql); }

std::string TestConnection::Value(const std::string& sql) {
  const Result result = Run(connection_.get(), sql);
  return PQntuples(result.get()) == 0 || PQnfields(result.get()) == 0 ? "" : PQgetvalue(result.get(), 0, 0);
}

std::vector<std::vector<std::string>> TestConnection::Table(const std::string& sql) {
  const Result result = Run(connection_.get(), sql);
  std::vector<std::vector<std::string>> rows(static_cast<std::size_t>(PQntuples(result.get())));
  for (std::size_t row = 0; row < rows.size(); ++row) {
    for (int column = 0; column < PQnfields(result.get()); ++column) {
      rows[row].emplace_back(PQgetvalue(result.get(), static_cast<int>(row), column));
    }
  }
  return rows;
}

int TestConnection::Pid() const { return PQbackendPID(connection_.get()); }

TestDatabase::TestDatabase() : TestDatabase(Environment("WALCAST_TEST_DSN")) {}

TestDatabase::TestDatabase(const std::string& server_dsn, const std::string& options)
    : server_dsn_(server_dsn), name_(UniqueName("walcast_test")) {
  // template1 cannot be copied while somebody is connected to it.
  TestConnection(server_dsn_)
      .Exec("CREATE DATABASE " + name_ + " TEMPLATE template0 " + (options.empty() ? "ENCODING 'UTF8'" : options));
  connection_ = std::make_unique<TestConnection>(Dsn());
}

TestDatabase::~TestDatabase() {
  try {
    connection_.reset();
    TestConnection server(server_dsn_);
    DropSlots(server);
    server.Exec("DROP DATABASE IF EXISTS " + name_ + " WITH (FORCE)");
    for (const auto& role : roles_) server.Exec("DROP ROLE IF EXISTS " + role);
  } catch (const std::exception& error) {  // the server of a test that kills it may be gone
    std::cerr << "the test database " << name_ << " stays: " << error.what() << '\n';
  }
}

void TestDatabase::DropSlots(TestConnection& server) const {
  const std::string ours = " FROM pg_replication_slots WHERE database = '" + name_ + "'";
  // A walcast that runs against this database would take its slot again: nobody new may come in.
  server.Exec("ALTER DATABASE " + name_ + " ALLOW_CONNECTIONS false");
  const bool dropped = WaitUntil([&] {
    server.Exec("SELECT pg_terminate_backend(active_pid)" + ours + " AND active_pid IS NOT NULL");
    try {
      server.Exec("SELECT pg_drop_replication_slot(slot_name)" + ours + " AND NOT active");
    } catch (const std::runtime_error&) {  // became active in between: once more
    }
    return server.Value("SELECT count(*)" + ours) == "0";
  });
  if (!dropped) throw std::runtime_error("its slots cannot be dropped");
}

void TestDatabase::DropSlot(const std::string& slot) {
  const std::string named = " FROM pg_replication_slots WHERE slot_name = '" + slot + "'";
  if (!WaitUntil([&] { return Value("SELECT active" + named) == "f"; }))
    throw std::runtime_error("the slot stays in use");
  Exec("SELECT pg_drop_replication_slot(slot_name)" + named);
}

std::string TestDatabase::Dsn() const { return WithDatabase(server_dsn_, name_, ""); }

std::string TestDatabase::Dsn(const std::string& role) const { return WithDatabase(server_dsn_, name_, role); }

bool TestDatabase::Answers() const {
  try {
    Connect();
    return true;
  } catch (const std::runtime_error&) {
    return false;
  }
}

std::string TestDatabase::CreateRole(const std::string& options) {
  const std::string role = UniqueName("walcast_role");
  connection_->Exec("CREATE ROLE " + role + " LOGIN " + options);
  roles_.push_back(role);
  return role;
}

}  // namespace cdc::test
