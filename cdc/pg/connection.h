// One connection to PostgreSQL over libpq: parameters and results as text, every wait bounded by a time limit and a
// stop token, every failure an Error of the kind its SQLSTATE means. Not thread-safe; one owner.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "cdc/base/clock.h"
#include "cdc/base/error.h"
#include "cdc/model/lsn.h"

struct pg_conn;
struct pg_result;

namespace cdc::pg {

// What a statement violated, as far as the server names it; "" where it does not.
struct Violation {
  std::string table, column, constraint;
};

// A failed statement. `sqlstate` is empty where the connection broke.
class SqlError : public Error {
 public:
  SqlError(Kind kind, const std::string& what, std::string hint, std::string sqlstate, int position,
           Violation violation = {});
  const std::string& sqlstate() const noexcept { return sqlstate_; }
  int position() const noexcept { return position_; }  // 1-based character in the statement, 0: unknown
  const Violation& violation() const noexcept { return violation_; }

 private:
  std::string sqlstate_;
  int position_;
  Violation violation_;
};

// What a SQLSTATE means for us; 08, 53, 57P, 40, 55P03 → kUnavailable, 57014 → kTimeout, 22, 21, P0 → kRow,
// 42501 → kRights, 42 → kBadDocument …
Kind KindOf(std::string_view sqlstate) noexcept;

// A finished result; views live as long as it.
class Rows {
 public:
  explicit Rows(pg_result* result);
  int size() const;
  int columns() const;
  std::string_view Text(int row, int column) const;  // "" for NULL
  bool IsNull(int row, int column) const;
  std::string_view Name(int column) const;
  std::uint32_t Table(int column) const;  // PQftable: 0 where the column is no plain column of a table
  int TableColumn(int column) const;      // PQftablecol
  std::uint32_t Type(int column) const;   // PQftype
  pg_result* get() const { return result_.get(); }

 private:
  struct Clear {
    void operator()(pg_result* result) const;
  };
  std::unique_ptr<pg_result, Clear> result_;
};

// "" for NULL.
std::vector<std::string> FirstColumn(const Rows& rows);

// A parameter: nullopt is NULL.
using Parameter = std::optional<std::string>;

// The text form of a text[] parameter.
std::string ArrayLiteral(std::span<const Parameter> values);
std::string ArrayLiteral(std::span<const std::string> values);
// The elements of a one-dimensional array in text form; a NULL element is nullopt. Throws kCorrupt.
std::vector<Parameter> ParseArray(std::string_view text);
// "name" with quotes doubled.
std::string QuoteName(std::string_view name);

struct Server {
  std::string system_id;
  std::uint32_t timeline = 0;
  int version = 0;  // 150020
  bool operator==(const Server&) const = default;
};

// What may stand between us and the server.
enum class Pooling {
  kNone,         // nothing: a pooler is refused
  kSession,      // also a pooler that gives each connection a session of its own
  kTransaction,  // also one that gives each transaction any session: nothing is kept beyond a transaction
};

struct ConnectOptions {
  std::string dsn;
  std::string application_name = "walcast";
  bool replication = false;  // a walsender connection (replication=database)
  bool standby = false;      // for reading: a standby will do, too
  Pooling pooling = Pooling::kNone;
  Duration connect_timeout = std::chrono::seconds(10);
  // Set as statement_timeout; also the limit of a wait for an answer, with some seconds more.
  Duration statement_timeout = std::chrono::seconds(60);
  // Shared by the connections of one stream; set by one that the server refuses because it shuts down (or starts). Such
  // a server waits for its walsender, and that for what cannot be rendered any more: the replication lets go.
  std::shared_ptr<std::atomic<bool>> leaving = nullptr;
};

class Connection {
 public:
  // Connects, fixes TimeZone, DateStyle, IntervalStyle, search_path, extra_float_digits, bytea_output, jit,
  // standard_conforming_strings, client_encoding, transaction defaults, switches off the time limits on idle sessions,
  // and checks that the server is a primary, unless a standby will do: of the hosts of a DSN the first that is one
  // (target_session_attrs of the DSN goes first). Under Pooling::kTransaction the settings are made anew for each
  // transaction, and nothing is prepared. Throws kUnavailable, kRights, kConfig.
  explicit Connection(const ConnectOptions& options, std::stop_token stop = {});
  ~Connection();
  Connection(Connection&&) noexcept;
  Connection& operator=(Connection&&) noexcept;

  // One statement with parameters $1…; waits for all of its result.
  Rows Query(const std::string& sql, std::span<const Parameter> parameters = {}, std::stop_token stop = {});
  Rows Query(const std::string& sql, std::initializer_list<Parameter> parameters, std::stop_token stop = {});
  // Statements without parameters, several separated by semicolons; the last result. Under Pooling::kTransaction they
  // run with the settings of whatever session it is, unless in a transaction that Begin has begun.
  Rows Execute(const std::string& sql, std::stop_token stop = {});

  // Begins a transaction; `begin` is its BEGIN.
  void Begin(const std::string& begin, std::stop_token stop = {});

  // Prepares `sql` once per connection under a name of ours, and runs it.
  Rows Prepared(const std::string& sql, std::span<const Parameter> parameters, std::stop_token stop = {});
  // The same, handing over each row as it arrives; memory is bounded by the row. `row` must not use this connection;
  // when it throws, the query ends and the connection is broken. While `row` takes its time the server waits, and its
  // statement_timeout runs.
  void PreparedRows(const std::string& sql, std::span<const Parameter> parameters, std::stop_token stop,
                    const std::function<void(const Rows&)>& row);

  int server_version() const;
  pg_conn* get() const;  // for the replication protocol and for what this class does not wrap
  bool broken() const;   // the connection cannot be used any more: open a new one

 private:
  struct State;
  std::unique_ptr<State> state_;
};

// IDENTIFY_SYSTEM's facts over an ordinary connection (pg_control_system, pg_control_checkpoint).
Server Identify(Connection& connection);

}  // namespace cdc::pg
