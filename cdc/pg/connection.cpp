#include "cdc/pg/connection.h"

#include <libpq-fe.h>
#include <poll.h>

#include <charconv>
#include <map>
#include <utility>

#include "cdc/base/wait.h"
#include "cdc/pg/connect.h"
#include "cdc/pg/session.h"

namespace cdc::pg {
namespace {

// Beyond the server's own statement_timeout: it answers by then, or the connection is gone.
constexpr Duration kAnswerGrace = std::chrono::seconds(5);

std::vector<const char*> Values(std::span<const Parameter> parameters) {
  std::vector<const char*> values;
  values.reserve(parameters.size());
  for (const auto& parameter : parameters) {
    if (parameter && parameter->find('\0') != std::string::npos) {  // libpq would pass on only what stands before it
      throw Error(Kind::kUsage, "a parameter of a statement holds a zero byte, which PostgreSQL has no text for");
    }
    values.push_back(parameter ? parameter->c_str() : nullptr);
  }
  return values;
}

}  // namespace

SqlError::SqlError(Kind kind, const std::string& what, std::string hint, std::string sqlstate, int position,
                   Violation violation)
    : Error(kind, what, std::move(hint)),
      sqlstate_(std::move(sqlstate)),
      position_(position),
      violation_(std::move(violation)) {}

void Rows::Clear::operator()(pg_result* result) const { PQclear(result); }
Rows::Rows(pg_result* result) : result_(result) {}
int Rows::size() const { return PQntuples(result_.get()); }
int Rows::columns() const { return PQnfields(result_.get()); }
std::string_view Rows::Text(int row, int column) const {
  return {PQgetvalue(result_.get(), row, column), static_cast<std::size_t>(PQgetlength(result_.get(), row, column))};
}
bool Rows::IsNull(int row, int column) const { return PQgetisnull(result_.get(), row, column) != 0; }
std::string_view Rows::Name(int column) const { return PQfname(result_.get(), column); }
std::uint32_t Rows::Table(int column) const { return PQftable(result_.get(), column); }
int Rows::TableColumn(int column) const { return PQftablecol(result_.get(), column); }
std::uint32_t Rows::Type(int column) const { return PQftype(result_.get(), column); }

std::vector<std::string> FirstColumn(const Rows& rows) {
  std::vector<std::string> column;
  for (int row = 0; row < rows.size(); ++row) column.emplace_back(rows.Text(row, 0));
  return column;
}

struct Connection::State {
  ConnectOptions options;
  Waiter waiter;
  Handle connection;
  bool notices_loss = false;                    // the server looks for lost clients while it runs a statement
  std::string settings;                         // the statement that makes them, where each transaction needs it
  std::map<std::string, std::string> prepared;  // statement → its name on this connection

  // The next result of the statement under way, or null at its end. Cancels and throws on time-out and stop.
  pg_result* Next(std::stop_token stop) {
    PGconn* pq = connection.get();
    const Duration limit = options.statement_timeout + kAnswerGrace;
    for (;;) {
      const int flushed = PQflush(pq);
      if (flushed < 0) throw Lost();
      if (flushed == 0 && PQisBusy(pq) == 0) return PQgetResult(pq);
      const short events = flushed == 1 ? POLLIN | POLLOUT : POLLIN;
      switch (waiter.Wait(PQsocket(pq), events, limit, stop)) {
        case Ready::kReady: break;
        case Ready::kStopped: Abandon(); throw Error(Kind::kUnavailable, "stopped while waiting for PostgreSQL");
        case Ready::kTimeout: Abandon(); throw Error(Kind::kUnavailable, "PostgreSQL did not answer in time");
      }
      if (PQconsumeInput(pq) == 0) throw Lost();
    }
  }

  // Ends the statement under way; the connection cannot be used afterwards. Where the server looks for lost clients,
  // closing is enough (within a second); a cancel request waits for as long as a hung server does not answer it.
  void Abandon() {
    if (PGcancel* cancel = notices_loss ? nullptr : PQgetCancel(connection.get()); cancel != nullptr) {
      char ignored[256];
      PQcancel(cancel, ignored, sizeof ignored);
      PQfreeCancel(cancel);
    }
    connection.reset();
  }

  SqlError Lost() {
    const std::string message = OneLine(PQerrorMessage(connection.get()));
    connection.reset();
    return SqlError(Kind::kUnavailable, "lost the connection to PostgreSQL: " + message, "", "", 0);
  }

  SqlError Failed(const pg_result* result) {
    const auto field = [&](int code) {
      const char* text = PQresultErrorField(result, code);
      return std::string(text == nullptr ? "" : text);
    };
    const std::string state = field(PG_DIAG_SQLSTATE);
    if (state.empty()) return Lost();  // also of a COPY, which no caller starts
    const Kind kind = KindOf(state);
    // Data exceptions quote values of the row in their primary message: only the SQLSTATE may travel on.
    const std::string message = kind == Kind::kRow ? "a value made the statement fail" : field(PG_DIAG_MESSAGE_PRIMARY);
    std::string hint = kind == Kind::kRow ? "" : field(PG_DIAG_MESSAGE_HINT);
    if (state == "26000" || state == "42P05") {
      hint =
          "A pooler in transaction mode seems to stand before PostgreSQL: walcast-admin then needs "
          "postgres.pooler=transaction.";
    }
    int position = 0;
    const std::string at = field(PG_DIAG_STATEMENT_POSITION);
    std::from_chars(at.data(), at.data() + at.size(), position);
    return SqlError(kind, message + " (SQLSTATE " + state + ")", hint, state, position,
                    {.table = field(PG_DIAG_TABLE_NAME),
                     .column = field(PG_DIAG_COLUMN_NAME),
                     .constraint = field(PG_DIAG_CONSTRAINT_NAME)});
  }

  // Reads all results; throws the first error after the last, so that the connection can go on being used.
  Rows Collect(std::stop_token stop, const std::function<void(const Rows&)>* row) {
    std::optional<Rows> last;
    std::optional<SqlError> error;
    while (pg_result* raw = NextOr(error, stop)) {
      Rows result(raw);
      switch (PQresultStatus(raw)) {
        case PGRES_SINGLE_TUPLE:
          if (!error) Hand(result, *row);
          break;
        case PGRES_COMMAND_OK:
        case PGRES_EMPTY_QUERY:
        case PGRES_PIPELINE_ABORTED:  // not run, as the one before it failed
        case PGRES_TUPLES_OK: last.emplace(std::move(result)); break;
        default:
          if (!error) error.emplace(Failed(raw));
          if (connection == nullptr) throw *error;
      }
    }
    if (error) throw *error;
    if (!last) throw Error(Kind::kCorrupt, "PostgreSQL answered a statement with nothing");
    return std::move(*last);
  }

  // As Next. A statement that ended in an error and then lost its connection (the server was told to shut down) failed
  // of that error.
  pg_result* NextOr(const std::optional<SqlError>& error, std::stop_token stop) {
    try {
      return Next(stop);
    } catch (const SqlError&) {
      if (error) throw SqlError(*error);
      throw;
    }
  }

  // The rest of a result that nobody wants may be endless: the connection is given up with it.
  void Hand(const Rows& result, const std::function<void(const Rows&)>& row) {
    try {
      row(result);
    } catch (const std::exception&) {
      Abandon();
      throw;
    }
  }

  PGconn* Use() {
    if (connection == nullptr) throw Error(Kind::kUnavailable, "the connection to PostgreSQL is gone");
    return connection.get();
  }

  void Sent(int ok) {
    if (ok == 0) throw Lost();
  }

  void Send(const std::string& name, std::span<const Parameter> parameters) {
    const auto values = Values(parameters);
    Sent(PQsendQueryPrepared(Use(), name.c_str(), static_cast<int>(values.size()), values.data(), nullptr, nullptr, 0));
  }

  // One statement, not prepared; with the settings, where they are not of the session. Row by row where `row` is given.
  Rows RunOnce(const std::string& sql, std::span<const Parameter> parameters, std::stop_token stop,
               const std::function<void(const Rows&)>* row) {
    const auto values = Values(parameters);
    const bool with_settings = !settings.empty() && PQtransactionStatus(Use()) == PQTRANS_IDLE;
    if (with_settings) {
      Sent(PQenterPipelineMode(Use()));
      Sent(PQsendQueryParams(Use(), settings.c_str(), 0, nullptr, nullptr, nullptr, nullptr, 0));
    }
    Sent(PQsendQueryParams(Use(), sql.c_str(), static_cast<int>(values.size()), nullptr, values.data(), nullptr,
                           nullptr, 0));
    if (with_settings) return CollectBoth(stop, row);
    if (row != nullptr) OneByOne();
    return Collect(stop, row);
  }

  void OneByOne() {
    if (PQsetSingleRowMode(connection.get()) != 1) throw Error(Kind::kInternal, "single-row mode was refused");
  }

  // The settings and a statement travel together and are one transaction, up to the sync.
  Rows CollectBoth(std::stop_token stop, const std::function<void(const Rows&)>* row) {
    Sent(PQpipelineSync(Use()));
    std::optional<SqlError> error;
    std::optional<Rows> last;
    try {
      Collect(stop, nullptr);
    } catch (const SqlError& failed) {
      error.emplace(failed);
      if (connection == nullptr) throw;
    }
    try {
      if (row != nullptr) OneByOne();
      last.emplace(Collect(stop, row));
    } catch (const SqlError& failed) {
      if (!error) error.emplace(failed);
      if (connection == nullptr) throw SqlError(*error);
    }
    const Rows sync(NextOr(error, stop));
    if (PQresultStatus(sync.get()) != PGRES_PIPELINE_SYNC || PQexitPipelineMode(Use()) != 1) {
      connection.reset();
      throw Error(Kind::kCorrupt, "PostgreSQL did not end a transaction where it was to");
    }
    if (error) throw SqlError(*error);
    return std::move(*last);
  }

  const std::string& Prepare(const std::string& sql, std::stop_token stop) {
    if (const auto known = prepared.find(sql); known != prepared.end()) return known->second;
    const std::string name = "w" + std::to_string(prepared.size());
    Sent(PQsendPrepare(Use(), name.c_str(), sql.c_str(), 0, nullptr));
    Collect(stop, nullptr);
    return prepared.emplace(sql, name).first->second;
  }
};

Connection::Connection(const ConnectOptions& options, std::stop_token stop) : state_(std::make_unique<State>()) {
  state_->options = options;
  state_->connection = Connect(options, state_->waiter, stop);
  PQsetnonblocking(state_->connection.get(), 1);
  PQsetNoticeProcessor(state_->connection.get(), [](void*, const char*) {}, nullptr);
  const Rows self = Execute("SELECT pg_backend_pid(), pg_is_in_recovery()", stop);
  if (self.size() != 1) throw Error(Kind::kCorrupt, "PostgreSQL did not tell about itself");
  // A pooler gives its clients numbers of its own.
  if (options.pooling == Pooling::kNone && self.Text(0, 0) != std::to_string(PQbackendPID(get()))) {
    throw Error(Kind::kConfig, "postgres.dsn leads to a connection pooler, which replication cannot go through",
                "Let it name PostgreSQL itself; walcast-admin alone may go through a pooler.");
  }
  if (!options.standby && self.Text(0, 1) != "f") {
    throw Error(Kind::kUnavailable, "the PostgreSQL server is a standby",
                "Let postgres.dsn name the primary, or list all hosts with target_session_attrs=read-write.");
  }
  if (options.pooling == Pooling::kTransaction) {
    state_->settings = TransactionSettings(options.statement_timeout, server_version());
    return;
  }
  Execute(SessionSettings(options.statement_timeout), stop);
  const Rows settings = Execute(SettingsOfSomeServers(), stop);
  for (int row = 0; row < settings.size(); ++row) {
    if (settings.Text(row, 0) == "client_connection_check_interval") state_->notices_loss = true;
  }
}

Connection::~Connection() = default;
Connection::Connection(Connection&&) noexcept = default;
Connection& Connection::operator=(Connection&&) noexcept = default;

Rows Connection::Query(const std::string& sql, std::span<const Parameter> parameters, std::stop_token stop) {
  return state_->RunOnce(sql, parameters, stop, nullptr);
}

Rows Connection::Query(const std::string& sql, std::initializer_list<Parameter> parameters, std::stop_token stop) {
  return Query(sql, std::span(parameters.begin(), parameters.size()), stop);
}

Rows Connection::Execute(const std::string& sql, std::stop_token stop) {
  state_->Sent(PQsendQuery(state_->Use(), sql.c_str()));
  return state_->Collect(stop, nullptr);
}

// A transaction that was begun without its settings is not to be gone on with.
void Connection::Begin(const std::string& begin, std::stop_token stop) {
  if (state_->settings.empty()) {
    Execute(begin, stop);
    return;
  }
  try {
    Execute(begin + "; " + state_->settings, stop);
  } catch (const SqlError&) {
    state_->connection.reset();
    throw;
  }
}

Rows Connection::Prepared(const std::string& sql, std::span<const Parameter> parameters, std::stop_token stop) {
  if (!state_->settings.empty()) return state_->RunOnce(sql, parameters, stop, nullptr);
  state_->Send(state_->Prepare(sql, stop), parameters);
  return state_->Collect(stop, nullptr);
}

void Connection::PreparedRows(const std::string& sql, std::span<const Parameter> parameters, std::stop_token stop,
                              const std::function<void(const Rows&)>& row) {
  if (!state_->settings.empty()) {
    state_->RunOnce(sql, parameters, stop, &row);
    return;
  }
  state_->Send(state_->Prepare(sql, stop), parameters);
  state_->OneByOne();
  state_->Collect(stop, &row);
}

int Connection::server_version() const { return PQserverVersion(state_->connection.get()); }
pg_conn* Connection::get() const { return state_->connection.get(); }
bool Connection::broken() const {
  return state_->connection == nullptr || PQstatus(state_->connection.get()) != CONNECTION_OK;
}

Server Identify(Connection& connection) {
  const Rows rows = connection.Execute(
      "SELECT (SELECT system_identifier FROM pg_control_system()), pg_walfile_name(pg_current_wal_lsn())");
  Server server;
  if (rows.size() != 1 || rows.Text(0, 1).size() < 8) throw Error(Kind::kCorrupt, "PostgreSQL did not identify itself");
  server.system_id = rows.Text(0, 0);
  const auto timeline = rows.Text(0, 1).substr(0, 8);
  std::from_chars(timeline.data(), timeline.data() + 8, server.timeline, 16);
  server.version = connection.server_version();
  return server;
}

}  // namespace cdc::pg
