#include "cdc/control/problem.h"

#include <array>
#include <optional>

#include "cdc/stream/error_policy.h"

namespace cdc::control {
namespace {

constexpr std::array kKinds = {Kind::kUsage,    Kind::kBadDocument, Kind::kUnavailable, Kind::kTimeout, Kind::kCorrupt,
                               Kind::kInternal, Kind::kNotYet,      Kind::kRights,      Kind::kConfig,  Kind::kGap,
                               Kind::kFenced,   Kind::kSlotBusy,    Kind::kRow,         Kind::kIndex,   Kind::kDiffers};

std::optional<Kind> ParseKind(std::string_view name) {
  for (Kind kind : kKinds) {
    if (Name(kind) == name) return kind;
  }
  return std::nullopt;
}

std::optional<std::string> Text(const Json& object, const char* member) {
  auto found = object.find(member);
  if (found == object.end() || !found->is_string()) return std::nullopt;
  return found->get<std::string>();
}

// Of an answer that is not a problem of ours: a proxy's page, another program on that port.
Kind KindOfStatus(unsigned status) {
  switch (status) {
    case 400:
    case 404:
    case 405:
    case 413:
    case 415: return Kind::kUsage;
    case 401:
    case 403: return Kind::kRights;
    case 408:
    case 429:
    case 502:
    case 503:
    case 504: return Kind::kUnavailable;
    default: return Kind::kCorrupt;
  }
}

}  // namespace

unsigned HttpStatus(Kind kind) noexcept {
  switch (kind) {
    case Kind::kUsage: return 400;
    case Kind::kRights: return 403;
    case Kind::kFenced:
    case Kind::kSlotBusy: return 409;
    case Kind::kUnavailable:
    case Kind::kTimeout: return 503;
    case Kind::kNotYet: return 504;
    case Kind::kBadDocument:
    case Kind::kCorrupt:
    case Kind::kInternal:
    case Kind::kConfig:
    case Kind::kGap:
    case Kind::kRow:
    case Kind::kIndex:
    case Kind::kDiffers: return 500;
  }
  return 500;
}

std::string_view StatusTitle(unsigned status) noexcept {
  switch (status) {
    case 200: return "OK";
    case 400: return "Bad Request";
    case 401: return "Unauthorized";
    case 403: return "Forbidden";
    case 404: return "Not Found";
    case 405: return "Method Not Allowed";
    case 408: return "Request Timeout";
    case 409: return "Conflict";
    case 413: return "Content Too Large";
    case 415: return "Unsupported Media Type";
    case 431: return "Request Header Fields Too Large";
    case 503: return "Service Unavailable";
    case 504: return "Gateway Timeout";
    default: return "Internal Server Error";
  }
}

std::string ToProblem(const Error& error, unsigned status) {
  Json problem = {{"type", "about:blank"},
                  {"title", StatusTitle(status)},
                  {"status", status},
                  {"detail", error.what()},
                  {"kind", Name(error.kind())},
                  {"hint", error.hint()},
                  {"exit_code", stream::ExitCode(error.kind())}};
  return Dump(problem);
}

Error FromProblem(unsigned status, std::string_view body) {
  Json problem = Json::parse(body, nullptr, false);
  if (problem.is_object()) {
    auto kind = ParseKind(Text(problem, "kind").value_or(""));
    auto detail = Text(problem, "detail");
    if (kind && detail) return Error(*kind, *detail, Text(problem, "hint").value_or(""));
  }
  return Error(KindOfStatus(status), "the control address answered with HTTP status " + std::to_string(status),
               "Check that control.listen names a walcast daemon, of this version, and nothing stands between.");
}

std::string Dump(const Json& json) { return json.dump(-1, ' ', false, Json::error_handler_t::replace); }

}  // namespace cdc::control
