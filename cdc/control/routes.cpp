#include "cdc/control/routes.h"

#include <array>
#include <charconv>
#include <cmath>
#include <set>

#include "cdc/base/error.h"
#include "cdc/control/problem.h"

namespace cdc::control {
namespace {

constexpr double kLongestWaitSeconds = 24 * 3600;
constexpr std::size_t kMostLetters = 1000;
constexpr std::size_t kMostDocuments = 1000;

[[noreturn]] void Refuse(const std::string& what, const std::string& hint) { throw Error(Kind::kUsage, what, hint); }

Reply Ok(const Json& json) { return {200, Dump(json)}; }

void AllowMembers(const Json& body, const std::set<std::string>& known) {
  for (const auto& [name, value] : body.items()) {
    if (known.contains(name)) continue;
    std::string names;
    for (const auto& one : known) names += (names.empty() ? "" : ", ") + one;
    Refuse("the request's body has a member that is not known here",
           known.empty() ? "Send an empty object." : "The members are: " + names + ".");
  }
}

std::optional<std::string> OptionalText(const Json& body, const char* member) {
  auto found = body.find(member);
  if (found == body.end() || found->is_null()) return std::nullopt;
  if (!found->is_string())
    Refuse(std::string("the member ") + member + " is not a string", "Send text or leave it out.");
  return found->get<std::string>();
}

bool Flag(const Json& body, const char* member) {
  auto found = body.find(member);
  if (found == body.end()) return false;
  if (!found->is_boolean())
    Refuse(std::string("the member ") + member + " is neither true nor false", "Send true, or leave it out.");
  return found->get<bool>();
}

std::vector<std::string> Ids(const Json& body) {
  std::vector<std::string> ids;
  auto found = body.find("ids");
  if (found == body.end()) return ids;
  if (!found->is_array()) Refuse("the member ids is not an array", "Send an array of strings.");
  for (const auto& id : *found) {
    if (!id.is_string()) Refuse("the member ids holds something that is not a string", "Send an array of strings.");
    ids.push_back(id.get<std::string>());
  }
  return ids;
}

Duration Limit(const Json& body) {
  auto found = body.find("limit_seconds");
  if (found == body.end()) return std::chrono::minutes(1);
  double seconds = found->is_number() ? found->get<double>() : -1;
  if (!(seconds >= 0 && seconds <= kLongestWaitSeconds)) {
    Refuse("the member limit_seconds is not a number of seconds", "Send a number between 0 and 86400.");
  }
  return std::chrono::nanoseconds(static_cast<std::int64_t>(std::llround(seconds * 1e9)));
}

// Of the process alone: no server that is away makes it less alive.
Reply Live(Service& service, const Call&) {
  const auto hanging = service.Hanging();
  if (!hanging) return Ok({{"live", true}});
  const double seconds = std::chrono::duration<double>(hanging->silent).count();
  return {503, Dump({{"live", false}, {"hanging", hanging->thread}, {"silent_seconds", seconds}})};
}

// A paused stream is ready: nothing is broken, and a restart would not help.
Reply ReadyNow(Service& service, const Call& call) {
  const bool ready = service.Ready();
  Json body = {{"ready", ready}};
  for (const auto& [name, value] : call.query) {
    if (name != "verbose") Refuse("the query has a parameter that is not known here", "The only one is verbose.");
    body["checks"] = service.Checks();
  }
  return {ready ? 200U : 503U, Dump(body)};
}

Reply Metrics(Service& service, const Call&) {
  return {.body = service.Metrics(), .type = "text/plain; version=0.0.4; charset=utf-8"};
}

Reply Status(Service& service, const Call&) { return Ok(service.Status()); }

Reply Wait(Service& service, const Call& call) {
  AllowMembers(call.body, {"lsn", "limit_seconds"});
  std::optional<Lsn> lsn;
  if (auto text = OptionalText(call.body, "lsn")) {
    lsn = Lsn::Parse(*text);
    if (!lsn)
      Refuse("the member lsn is no position in the write-ahead log", "Send it as PostgreSQL prints it: 16/B374D848.");
  }
  return Ok(service.Wait(lsn, Limit(call.body), call.stop));
}

Reply Rebuild(Service& service, const Call& call) {
  AllowMembers(call.body, {"restart"});
  return Ok(service.Rebuild(call.parameter, Flag(call.body, "restart")));
}

Reply ResetSlot(Service& service, const Call& call) {
  AllowMembers(call.body, {});
  return Ok(service.ResetSlot());
}

Reply Pause(Service& service, const Call& call) {
  AllowMembers(call.body, {});
  return Ok(service.Pause());
}

Reply Resume(Service& service, const Call& call) {
  AllowMembers(call.body, {});
  return Ok(service.Resume());
}

Reply Letters(Service& service, const Call& call) {
  auto text = [&](const char* name) -> std::optional<std::string> {
    auto found = call.query.find(name);
    return found == call.query.end() ? std::nullopt : std::optional(found->second);
  };
  std::size_t limit = 100;
  if (auto given = text("limit")) {
    auto [end, error] = std::from_chars(given->data(), given->data() + given->size(), limit);
    if (error != std::errc() || end != given->data() + given->size() || limit == 0 || limit > kMostLetters) {
      Refuse("the parameter limit is no number of letters", "Send a number between 1 and 1000.");
    }
  }
  return Ok(service.Letters(text("index"), text("after").value_or(""), limit));
}

Reply RetryLetters(Service& service, const Call& call) {
  AllowMembers(call.body, {"index", "ids"});
  return Ok(service.RetryLetters(OptionalText(call.body, "index"), Ids(call.body)));
}

Reply WriteAgain(Service& service, const Call& call) {
  AllowMembers(call.body, {"ids"});
  const auto ids = Ids(call.body);
  if (ids.empty() || ids.size() > kMostDocuments)
    Refuse("the member ids names no document, or too many", "Send an array of 1 to 1000 ids.");
  return Ok(service.WriteAgain(call.parameter, ids));
}

Reply Written(Service& service, const Call& call) {
  const auto text = [&](const std::string& name) {
    const auto found = call.query.find(name);
    return found == call.query.end() ? std::string() : found->second;
  };
  const auto generation = text("generation");
  const auto lsn = Lsn::Parse(text("lsn"));
  if (generation.empty() || !lsn) {
    Refuse("the query names no generation, or no position in the write-ahead log",
           "Send both: ?generation=movies-000001&lsn=16/B374D848.");
  }
  return Ok(service.Written(call.parameter, generation, lsn->value));
}

Reply DiscardLetters(Service& service, const Call& call) {
  AllowMembers(call.body, {"index", "ids"});
  return Ok(service.DiscardLetters(OptionalText(call.body, "index"), Ids(call.body)));
}

}  // namespace

std::span<const Route> Routes() {
  static constexpr std::array kRoutes = {
      Route{"GET", "/livez", Needs::kNothing, Lane::kLoop, Live},
      Route{"GET", "/readyz", Needs::kTokenForQuery, Lane::kShort, ReadyNow},
      Route{"GET", "/status", Needs::kToken, Lane::kShort, Status},
      Route{"GET", "/events", Needs::kToken, Lane::kFeed, Status},
      Route{"GET", "/metrics", Needs::kToken, Lane::kShort, Metrics},
      Route{"POST", "/wait", Needs::kToken, Lane::kLong, Wait},
      Route{"POST", "/indices/{index}/rebuild", Needs::kToken, Lane::kShort, Rebuild},
      Route{"POST", "/indices/{index}/documents", Needs::kToken, Lane::kLong, WriteAgain},
      Route{"GET", "/indices/{index}/written", Needs::kToken, Lane::kShort, Written},
      Route{"GET", "/dead-letters", Needs::kToken, Lane::kShort, Letters},
      Route{"POST", "/dead-letters/retry", Needs::kToken, Lane::kLong, RetryLetters},
      Route{"POST", "/dead-letters/discard", Needs::kToken, Lane::kLong, DiscardLetters},
      Route{"POST", "/pause", Needs::kToken, Lane::kLong, Pause},
      Route{"POST", "/resume", Needs::kToken, Lane::kShort, Resume},
      Route{"POST", "/slot/reset", Needs::kToken, Lane::kLong, ResetSlot},
  };
  return kRoutes;
}

const Prepared& StatusCall() {
  static const Prepared kCall = [] {
    Prepared prepared;
    for (const auto& route : Routes()) {
      if (route.path == "/status") prepared.route = &route;
    }
    return prepared;
  }();
  return kCall;
}

}  // namespace cdc::control
