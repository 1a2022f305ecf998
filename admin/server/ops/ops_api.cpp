#include "admin/server/ops/ops_api.h"

#include "admin/server/http/problem.h"
#include "admin/server/worker.h"
#include "cdc/control/client.h"

namespace admin::ops {
namespace {

using http::Access;
using http::Call;
using http::Lane;
using http::Refusal;
using http::Response;
using http::Route;
using http::Text;

// The stream's own answer in the words of this API. Its texts are made for operators and hold no values.
[[noreturn]] void Refuse(const Call& call, const cdc::Error& error) {
  using cdc::Kind;
  const unsigned status = error.kind() == Kind::kUsage                                           ? 404
                          : error.kind() == Kind::kNotYet                                        ? 409
                          : error.kind() == Kind::kUnavailable || error.kind() == Kind::kTimeout ? 503
                                                                                                 : 502;
  if (dynamic_cast<const cdc::control::NotRunning*>(&error) != nullptr) {
    throw Refusal(
        503, Text(call.language, "walcast does not run, or does not answer.", "walcast не запущен или не отвечает."),
        Text(call.language, "Start it; what is committed meanwhile waits in the slot.",
             "Запустите его; всё сохранённое пока ждёт в слоте."));
  }
  throw Refusal(status, error.what(), error.hint()).With("kind", Json(std::string(cdc::Name(error.kind()))));
}

Response Pass(const Call& call, const std::function<Json()>& ask) {
  try {
    return http::Reply(ask());
  } catch (const cdc::Error& error) {
    Refuse(call, error);
  }
}

Route Base(std::string_view method, std::string_view path, std::string_view name, std::string_view summary,
           http::Handler call) {
  Route route{.method = method,
              .path = path,
              .access = Access::kOperator,
              .lane = Lane::kSteer,
              .name = name,
              .tag = "operations",
              .summary = summary,
              .call = std::move(call)};
  route.scope = "operate";
  return route;
}

Route Command(std::string_view path, std::string_view name, std::string_view summary, std::string_view body,
              http::Handler call) {
  Route route = Base("POST", path, name, summary, std::move(call));
  route.body = body;
  route.reply = "OperationDone";
  route.refusals = {404, 409, 502};
  return route;
}

}  // namespace

OpsApi::OpsApi(cdc::control::Service& walcast, std::shared_ptr<http::Feed> events)
    : walcast_(walcast), events_(std::move(events)) {}

Response OpsApi::Do(const Call& call, const std::string& what, const std::string& on,
                    const std::function<Json()>& act) const {
  const auto record = [&](const std::string& action, const Json& detail) {
    auto& edits = call.worker->edits;
    const store::Change change{.type = on.empty() ? "stream" : "index",
                               .id = on.empty() ? "walcast" : on,
                               .name = on.empty() ? "walcast" : on,
                               .action = action,
                               .before = std::nullopt,
                               .after = http::Dump(detail)};
    edits.InTransaction([&] { audit_.Append(edits, store::OriginOf(call), std::span(&change, 1), call.stop); },
                        call.stop);
  };
  record(what, call.body);
  try {
    return http::Reply(act());
  } catch (const cdc::Error& error) {
    record(what + "_failed", {{"kind", cdc::Name(error.kind())}, {"detail", error.what()}});
    Refuse(call, error);
  }
}

std::vector<Route> OpsApi::Routes() {
  std::vector<Route> routes;
  auto status =
      Base("GET", "/api/ops/status", "stream_status", "The stream, its slot and its indices, as they are now.",
           [this](const Call& call) { return Pass(call, [this] { return walcast_.Status(); }); });
  status.reply = "StreamStatus";
  status.refusals = {502};
  auto checks =
      Base("GET", "/api/ops/checks", "stream_checks", "What the stream's readiness rests on, each asked now.",
           [this](const Call& call) { return Pass(call, [this] { return Json{{"checks", walcast_.Checks()}}; }); });
  checks.refusals = {502};
  checks.reply = "StreamChecks";
  auto events = Base("GET", "/api/ops/events", "stream_events",
                     "The status as server-sent events; Last-Event-ID goes on behind one.", [this](const Call&) {
                       Response response;
                       response.type = "text/event-stream";
                       response.feed = events_;
                       return response;
                     });
  events.type = "text/event-stream";
  events.headers = {"Last-Event-ID"};
  routes = {std::move(status), std::move(checks), std::move(events)};
  routes.push_back(
      Command("/api/ops/pause", "pause_stream", "Stop writing; the slot keeps the server's WAL meanwhile.", "Nothing",
              [this](const Call& call) { return Do(call, "pause", "", [this] { return walcast_.Pause(); }); }));
  routes.push_back(
      Command("/api/ops/resume", "resume_stream", "Go on where the stream was paused.", "Nothing",
              [this](const Call& call) { return Do(call, "resume", "", [this] { return walcast_.Resume(); }); }));
  routes.push_back(Command(
      "/api/ops/slot/reset", "reset_slot", "Make the slot anew and rebuild every index.", "Nothing",
      [this](const Call& call) { return Do(call, "reset_slot", "", [this] { return walcast_.ResetSlot(); }); }));
  routes.push_back(Command("/api/ops/indices/{index}/rebuild", "rebuild_index",
                           "Fill a new generation; the former one serves until it is done.", "Rebuild",
                           [this](const Call& call) {
                             const auto& index = call.path.at("index");
                             const bool restart = call.body.value("restart", false);
                             return Do(call, "rebuild", index, [&] { return walcast_.Rebuild(index, restart); });
                           }));
  return routes;
}

}  // namespace admin::ops
