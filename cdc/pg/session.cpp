#include "cdc/pg/session.h"

#include <array>
#include <chrono>
#include <utility>

namespace cdc::pg {
namespace {

constexpr std::array<std::pair<const char*, const char*>, 14> kSettings{
    {{"TimeZone", "UTC"},
     {"DateStyle", "ISO, YMD"},
     {"IntervalStyle", "postgres"},
     {"extra_float_digits", "1"},
     {"bytea_output", "hex"},
     {"row_security", "off"},
     {"search_path", "pg_catalog, public"},
     {"jit", "off"},
     {"standard_conforming_strings", "on"},
     {"client_encoding", "UTF8"},
     {"idle_in_transaction_session_timeout", "0"},
     {"lock_timeout", "0"},
     {"default_transaction_isolation", "read committed"},
     {"default_transaction_read_only", "off"}}};

std::string Setting(const char* name, const std::string& value, bool local) {
  return std::string("set_config('") + name + "', '" + value + "', " + (local ? "true" : "false") + ")";
}

std::string All(Duration statement_timeout, bool local) {
  const auto limit = std::chrono::duration_cast<std::chrono::milliseconds>(statement_timeout).count();
  std::string sql = "SELECT " + Setting("statement_timeout", std::to_string(limit), local);
  for (const auto& [name, value] : kSettings) sql += ", " + Setting(name, value, local);
  return sql;
}

}  // namespace

std::string SessionSettings(Duration statement_timeout) { return All(statement_timeout, false); }

// The check for lost clients ends a query whose connection we closed, but servers on Windows do not have it.
std::string SettingsOfSomeServers() {
  return "SELECT name, set_config(name, CASE WHEN name = 'client_connection_check_interval' THEN '1s' ELSE '0' END, "
         "false) FROM pg_settings WHERE name IN ('idle_session_timeout', 'transaction_timeout') "
         "OR name = 'client_connection_check_interval' AND version() !~* 'visual c|mingw'";
}

std::string TransactionSettings(Duration statement_timeout, int server_version) {
  std::string sql = All(statement_timeout, true);
  if (server_version >= 170000) sql += ", " + Setting("transaction_timeout", "0", true);
  return sql;
}

}  // namespace cdc::pg
