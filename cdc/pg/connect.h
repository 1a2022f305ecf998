// Opening a libpq connection with a time limit and a stop token. Used by Connection alone.
#pragma once

#include <libpq-fe.h>

#include <memory>
#include <stop_token>
#include <string>
#include <string_view>

#include "cdc/base/error.h"
#include "cdc/base/wait.h"

namespace cdc::pg {

struct ConnectOptions;

struct Finish {
  void operator()(PGconn* connection) const { PQfinish(connection); }
};
using Handle = std::unique_ptr<PGconn, Finish>;

// The open connection, with nothing set yet. Throws kUnavailable, kRights, kConfig.
Handle Connect(const ConnectOptions& options, const Waiter& waiter, std::stop_token stop);

// What libpq's message of a failed attempt means; `message` is verbose (PQERRORS_VERBOSE), so that it carries
// SQLSTATEs: the words of the server may be in any language.
Error ConnectError(std::string_view message);

// libpq's message on one line.
std::string OneLine(std::string_view message);

}  // namespace cdc::pg
