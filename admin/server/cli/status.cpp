#include "admin/server/cli/status.h"

#include <ostream>

#include "admin/server/config.h"
#include "admin/server/http/route.h"
#include "cdc/base/error.h"
#include "cdc/cli/output.h"
#include "cdc/es/client.h"

namespace admin::cli {
namespace {

// Where a server that listens on `listen` is reached on its own host; on all addresses is also on loopback.
std::string Near(const std::string& listen) {
  const auto colon = listen.rfind(':');
  std::string host = listen.substr(0, colon);
  if (host == "0.0.0.0") host = "127.0.0.1";
  if (host == "[::]") host = "[::1]";
  return "http://" + host + listen.substr(colon);
}

// The client of Elasticsearch asks whatever speaks HTTP; its words about what failed would name the wrong server.
cdc::es::Reply Ask(const std::string& address) {
  cdc::es::EsOptions options;
  options.urls = {address};
  options.connect_timeout = std::chrono::seconds(2);
  options.timeout = std::chrono::seconds(8);
  cdc::es::Request request;
  request.path = "/readyz";
  try {
    return cdc::es::Client(options).Send(request);
  } catch (const cdc::Error&) {
    throw cdc::Error(cdc::Kind::kUnavailable, "no walcast-admin answers at " + address,
                     "Does it run, with this server.internal? Its log tells.");
  }
}

int Status(const cdc::cli::Invocation& invocation) {
  const std::string address = Near(LoadAdminConfig(invocation.Sources()).server.internal);
  const auto reply = Ask(address);
  const auto json = Json::parse(reply.body, nullptr, false);
  if (!json.is_object() || !json.contains("ready") || !json.contains("checks") || !json["checks"].is_object()) {
    throw cdc::Error(cdc::Kind::kCorrupt, "what answers at " + address + " is no walcast-admin",
                     "Check server.internal.");
  }
  auto& out = invocation.terminal().out;
  if (invocation.json()) {
    cdc::cli::PrintJson(invocation, json);
  } else if (!invocation.quiet()) {
    for (const auto& check : json["checks"].items()) {
      out << check.key() << ": " << cdc::cli::Harmless(cdc::cli::TextOf(json["checks"], check.key().c_str())) << '\n';
    }
  }
  if (reply.status == 200) return 0;
  throw cdc::Error(cdc::Kind::kUnavailable, "walcast-admin at " + address + " is not ready",
                   "`walcast-admin status` without --quiet says what it misses.");
}

}  // namespace

cdc::cli::Command StatusCommand() {
  return {.name = "status",
          .summary = "show whether the server is ready, and what it needs",
          .description =
              "Asks /readyz of the running server's server.internal. Exit code 69 where it is not ready, or none "
              "answers. A server that is ready can do without Elasticsearch: searches fail then.",
          .arguments = {},
          .options = {},
          .run = Status};
}

}  // namespace admin::cli
