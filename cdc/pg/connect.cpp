#include "cdc/pg/connect.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>

#include <algorithm>
#include <chrono>
#include <string>
#include <utility>
#include <vector>

#include "cdc/pg/connection.h"

namespace cdc::pg {
namespace {

// A host that does not answer at all is given up after this time, so that the next one of the DSN gets its turn.
// libpq's own connect_timeout does not hold for connections opened without blocking.
constexpr unsigned kSilentHostMs = 4000;
// Once connected: bytes that nobody acknowledges for so long mean a dead peer.
constexpr unsigned kDeadPeerMs = 60'000;

constexpr const char* kDsnHint = "Write it as postgresql://user@host:5432/database.";

struct FreeOptions {
  void operator()(PQconninfoOption* options) const { PQconninfoFree(options); }
};

// libpq takes a text that is no DSN for the name of a database, and quotes it, password and all, in its messages.
void CheckDsn(const std::string& dsn) {
  const std::unique_ptr<PQconninfoOption, FreeOptions> parsed(PQconninfoParse(dsn.c_str(), nullptr));
  if (parsed == nullptr) throw Error(Kind::kConfig, "postgres.dsn cannot be read", kDsnHint);
}

bool IsState(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z'); });
}

constexpr const char* kNotNow = "57P03";  // cannot_connect_now

// Cuts the SQLSTATEs ("FATAL:  28P01: …") out of a verbose message; the last one, which is of the host tried last.
std::string CutStates(std::string& message) {
  std::string last;
  for (std::size_t at = 0; (at = message.find(":  ", at)) != std::string::npos;) {
    at += 3;
    if (message.size() < at + 7 || message.compare(at + 5, 2, ": ") != 0 || !IsState({message.data() + at, 5}))
      continue;
    last = message.substr(at, 5);
    message.erase(at, 7);
  }
  return last;
}

Handle Begin(const ConnectOptions& options) {
  // `dbname` holds the whole DSN (expand_dbname): it overrides what stands before it, and is overridden by what stands
  // behind.
  std::vector<std::pair<const char*, std::string>> settings{
      {"target_session_attrs", options.standby ? "any" : "primary"},
      {"dbname", options.dsn},
      {"fallback_application_name", options.application_name},
      {"keepalives_idle", "30"},
      {"keepalives_interval", "5"},
      {"keepalives_count", "3"},
      {"tcp_user_timeout", std::to_string(kSilentHostMs)}};
  if (options.replication) settings.emplace_back("replication", "database");
  std::vector<const char*> names, values;
  for (const auto& [name, value] : settings) {
    names.push_back(name);
    values.push_back(value.c_str());
  }
  names.push_back(nullptr);
  values.push_back(nullptr);
  Handle connection(PQconnectStartParams(names.data(), values.data(), 1));
  if (connection == nullptr) throw Error(Kind::kInternal, "out of memory while connecting to PostgreSQL");
  PQsetErrorVerbosity(connection.get(), PQERRORS_VERBOSE);
  return connection;
}

}  // namespace

std::string OneLine(std::string_view message) {
  while (!message.empty() && (message.back() == '\n' || message.back() == ' ')) message.remove_suffix(1);
  std::string text(message);
  std::replace_if(text.begin(), text.end(), [](char c) { return c == '\n' || c == '\t'; }, ' ');
  return text;
}

Error ConnectError(std::string_view message) {
  std::string text;
  while (!message.empty()) {  // without the places in the server's source
    const std::string_view line = message.substr(0, message.find('\n'));
    if (!line.starts_with("LOCATION:")) text += std::string(line) + "\n";
    message.remove_prefix(std::min(message.size(), line.size() + 1));
  }
  const std::string state = CutStates(text);
  text = OneLine(text);
  const auto has = [&](const char* words) { return text.find(words) != std::string::npos; };
  if (state == "42501") {
    return {Kind::kRights, "PostgreSQL refused the replication connection: " + text,
            "ALTER ROLE … REPLICATION gives the right."};
  }
  if (state.starts_with("28") || has("no password supplied")) {
    return {Kind::kRights, "PostgreSQL refused the connection: " + text, "Check user, password and pg_hba.conf."};
  }
  if (state == "3D000") {
    return {Kind::kConfig, "cannot connect to PostgreSQL: " + text, "Check the name of the database in postgres.dsn."};
  }
  if (has("hot standby")) {
    return {Kind::kUnavailable, "the PostgreSQL server is a standby: " + text,
            "Let postgres.dsn name the primary, or list all hosts."};
  }
  if (state.empty() && (text.starts_with("invalid ") || text.starts_with("could not match "))) {
    return {Kind::kConfig, "postgres.dsn cannot be used: " + text, kDsnHint};
  }
  const Kind kind = state.empty() ? Kind::kUnavailable : KindOf(state);
  return {kind, "cannot connect to PostgreSQL: " + text, "Check that the server runs and that postgres.dsn names it."};
}

Handle Connect(const ConnectOptions& options, const Waiter& waiter, std::stop_token stop) {
  CheckDsn(options.dsn);
  Handle connection = Begin(options);
  const auto deadline = std::chrono::steady_clock::now() + options.connect_timeout;
  for (auto status = PGRES_POLLING_WRITING; status != PGRES_POLLING_OK;) {
    if (PQstatus(connection.get()) == CONNECTION_BAD || status == PGRES_POLLING_FAILED) {
      std::string message = PQerrorMessage(connection.get());
      const Error error = ConnectError(message);
      if (options.leaving && CutStates(message) == kNotNow) options.leaving->store(true);
      throw error;
    }
    const auto left = deadline - std::chrono::steady_clock::now();
    const short events = status == PGRES_POLLING_READING ? POLLIN : POLLOUT;
    switch (waiter.Wait(PQsocket(connection.get()), events, left, stop)) {
      case Ready::kStopped: throw Error(Kind::kUnavailable, "stopped while connecting to PostgreSQL");
      case Ready::kTimeout:
        throw Error(Kind::kUnavailable, "PostgreSQL did not answer the connection in time",
                    "Check that the server runs and that postgres.dsn names it.");
      case Ready::kReady: break;
    }
    status = PQconnectPoll(connection.get());
  }
  PQsetErrorVerbosity(connection.get(), PQERRORS_DEFAULT);
  // Means nothing on a Unix socket, where it fails.
  setsockopt(PQsocket(connection.get()), IPPROTO_TCP, TCP_USER_TIMEOUT, &kDeadPeerMs, sizeof kDeadPeerMs);
  return connection;
}

}  // namespace cdc::pg
