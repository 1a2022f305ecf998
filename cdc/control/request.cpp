#include "cdc/control/request.h"

#include <algorithm>
#include <boost/asio/ip/address.hpp>
#include <boost/url/parse.hpp>
#include <vector>

#include "cdc/base/error.h"
#include "cdc/base/secret.h"
#include "cdc/base/text.h"
#include "cdc/control/problem.h"
#include "cdc/control/routes.h"

namespace cdc::control {
namespace {

// "[::1]:8091" → "::1", "localhost:8091" → "localhost"
std::string HostName(std::string_view authority) {
  if (authority.starts_with('[')) {
    auto end = authority.find(']');
    return end == std::string_view::npos ? std::string() : std::string(authority.substr(1, end - 1));
  }
  return std::string(authority.substr(0, authority.find(':')));
}

// A name that someone else's DNS can point here (rebinding) would make a web page's requests same-origin.
bool KnownHost(const std::string& authority, const Access& access) {
  auto name = Lower(HostName(authority));
  if (name.empty()) return false;
  boost::system::error_code error;
  boost::asio::ip::make_address(name, error);
  return !error || name == "localhost" || name == Lower(access.listen_host);
}

std::optional<Reply> RefuseForeignPages(const Request& request, const Access& access) {
  if (!request.host)
    return Refusal(400, Kind::kUsage, "the request has not exactly one Host header", "Speak HTTP/1.1.");
  const std::string hint = "Use the command line, or a client that is not a web page of another site.";
  if (!KnownHost(*request.host, access)) return Refusal(403, Kind::kRights, "the Host header names another host", hint);
  if (request.origin && Lower(*request.origin) != "http://" + Lower(*request.host)) {
    return Refusal(403, Kind::kRights, "the request comes from a web page of another origin", hint);
  }
  if (request.fetch_site && *request.fetch_site != "same-origin" && *request.fetch_site != "none") {
    return Refusal(403, Kind::kRights, "the request comes from a web page of another site", hint);
  }
  return std::nullopt;
}

std::optional<Reply> RefuseWithoutToken(const Request& request, const Access& access, const Route& route) {
  const bool bare = request.target.find('?') == std::string::npos;
  if (route.needs == Needs::kNothing || (route.needs == Needs::kTokenForQuery && bare)) return std::nullopt;
  if (access.token.empty()) return std::nullopt;
  constexpr std::string_view kScheme = "bearer ";
  std::string_view presented = request.authorization ? *request.authorization : std::string_view();
  bool bearer = presented.size() > kScheme.size() && Lower(std::string(presented.substr(0, kScheme.size()))) == kScheme;
  if (bearer && SameSecret(presented.substr(kScheme.size()), access.token)) return std::nullopt;
  return Refusal(401, Kind::kRights, "the control API asks for a token, and the request carries none or a wrong one",
                 "Give the daemon's control.token, in the same configuration or in WALCAST_CONTROL__TOKEN.");
}

std::vector<std::string> Segments(std::string_view path) {
  std::vector<std::string> segments;
  while (!path.empty()) {
    path.remove_prefix(1);
    auto end = std::min(path.find('/'), path.size());
    segments.emplace_back(path.substr(0, end));
    path.remove_prefix(end);
  }
  return segments;
}

struct Matched {
  const Route* route = nullptr;
  std::string parameter;
  std::string allow;  // the methods of routes with this path
};

Matched Match(const std::string& method, const std::vector<std::string>& path) {
  Matched matched;
  for (const Route& route : Routes()) {
    auto pattern = Segments(route.path);
    std::string parameter;
    bool fits = std::ranges::equal(pattern, path, [&](const std::string& expected, const std::string& given) {
      if (expected != "{index}") return expected == given;
      parameter = given;
      return !given.empty();
    });
    if (!fits) continue;
    matched.allow += (matched.allow.empty() ? "" : ", ") + std::string(route.method);
    if (route.method == "GET") matched.allow += ", HEAD";
    if (route.method == method || (route.method == "GET" && method == "HEAD")) {
      matched.route = &route;
      matched.parameter = parameter;
    }
  }
  return matched;
}

bool IsJson(const std::optional<std::string>& content_type) {
  if (!content_type) return false;
  auto type = Lower(content_type->substr(0, content_type->find(';')));
  while (type.ends_with(' ')) type.pop_back();
  return type == "application/json";
}

// A content type that no HTML form can send makes browsers ask first, and nobody here answers them: asked for even
// without a body.
std::optional<Reply> ReadBody(const Request& request, Call& call) {
  call.body = Json::object();
  if (request.method != "POST") {
    if (request.body.empty()) return std::nullopt;
    return Refusal(400, Kind::kUsage, "a " + request.method + " request takes no body", "Leave it out.");
  }
  if (!IsJson(request.content_type)) {
    return Refusal(415, Kind::kUsage, "the request's content is not application/json",
                   "Send the header Content-Type: application/json.");
  }
  if (request.body.empty()) return std::nullopt;
  call.body = Json::parse(request.body, nullptr, false);
  if (call.body.is_object()) return std::nullopt;
  return Refusal(400, Kind::kUsage, "the request's body is not a JSON object", "Send an object such as {}.");
}

}  // namespace

Reply Refusal(unsigned status, Kind kind, const std::string& what, const std::string& hint) {
  return {status, ToProblem(Error(kind, what, hint), status), true};
}

std::variant<Reply, Prepared> Prepare(const Request& request, const Access& access) {
  if (auto refused = RefuseForeignPages(request, access)) return *refused;
  auto target = boost::urls::parse_origin_form(request.target);
  if (!target) return Refusal(400, Kind::kUsage, "the request's target is no path", "Ask for a path such as /status.");
  std::vector<std::string> path;
  for (const auto& segment : target->segments()) path.push_back(segment);

  auto matched = Match(request.method, path);
  if (matched.allow.empty()) {
    return Refusal(404, Kind::kUsage, "the control API has no such resource", "Is the daemon of the same version?");
  }
  if (matched.route == nullptr) {
    auto reply =
        Refusal(405, Kind::kUsage, "the resource does not take this method", "It takes " + matched.allow + ".");
    reply.allow = matched.allow;
    return reply;
  }
  if (auto refused = RefuseWithoutToken(request, access, *matched.route)) return *refused;

  Prepared prepared{matched.route, {}};
  prepared.call.parameter = matched.parameter;
  prepared.call.last_event_id = request.last_event_id;
  for (const auto& parameter : target->params()) prepared.call.query[parameter.key] = parameter.value;
  if (auto refused = ReadBody(request, prepared.call)) return *refused;
  return prepared;
}

Reply Answer(Service& service, const Prepared& prepared) {
  try {
    return prepared.route->call(service, prepared.call);
  } catch (const Error& error) {
    // What the path names and the service does not know is not found; elsewhere a usage error is the request's.
    bool named = error.kind() == Kind::kUsage && !prepared.call.parameter.empty();
    unsigned status = named ? 404 : HttpStatus(error.kind());
    return {status, ToProblem(error, status), true};
  } catch (const std::exception&) {
    return Refusal(500, Kind::kInternal, "the request met a defect of walcast", "Look into the daemon's log.");
  }
}

}  // namespace cdc::control
