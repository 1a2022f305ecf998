// The settings that our statements rely on, whatever server, database and role are configured to.
#pragma once

#include <string>

#include "cdc/base/clock.h"

namespace cdc::pg {

// Statements that make them for the session, each to be sent by itself: pgpool-II sends several at once past the
// standby that a session reads from. The rows of the second name those settings that only some servers have, as far as
// this one has them: "client_connection_check_interval", …
std::string SessionSettings(Duration statement_timeout);
std::string SettingsOfSomeServers();

// A statement that makes them up to the end of the transaction. `server_version` as PQserverVersion tells it.
std::string TransactionSettings(Duration statement_timeout, int server_version);

}  // namespace cdc::pg
