#include "admin/server/http/checks.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <stdexcept>

#include "admin/server/http/form.h"
#include "admin/server/http/negotiation.h"
#include "admin/server/http/parameters.h"
#include "admin/server/http/problem.h"
#include "admin/server/http/target.h"
#include "cdc/base/secret.h"

namespace admin::http {
namespace {

constexpr int kDeepestBody = 64;

std::vector<std::string_view> Split(std::string_view path) {
  std::vector<std::string_view> parts;
  for (std::size_t at = 1; at < path.size();) {
    const auto end = std::min(path.find('/', at), path.size());
    parts.push_back(path.substr(at, end - at));
    at = end + 1;
  }
  return parts;
}

bool IsName(std::string_view part) { return part.starts_with('{'); }
// "{rest*}" stands for all that is left of a path.
bool IsRest(std::string_view part) { return part.ends_with("*}"); }
std::string_view NameOf(std::string_view part) { return part.substr(1, part.size() - (IsRest(part) ? 3 : 2)); }

bool Changes(std::string_view method) { return method != "GET" && method != "HEAD" && method != "OPTIONS"; }

Refusal NotFound(Language language) {
  return {404, Text(language, "There is nothing at this address.", "По этому адресу ничего нет."),
          Text(language, "/api/docs lists all there is.", "Всё, что есть, перечислено на /api/docs.")};
}

std::optional<Role> RoleOf(Access access) {
  switch (access) {
    case Access::kViewer: return Role::kViewer;
    case Access::kEditor: return Role::kEditor;
    case Access::kOperator: return Role::kOperator;
    case Access::kAdministrator: return Role::kAdministrator;
    case Access::kPublic:
    case Access::kSignedIn: break;
  }
  return std::nullopt;
}

void CheckSite(const Request& request, Language language) {
  if (Changes(request.method) && !SameSite(request)) {
    throw Refusal(403, Text(language, "Pages of other sites may not change anything here.",
                            "Страницам других сайтов нельзя ничего здесь менять."));
  }
}

void CheckActor(const Route& route, const Request& request, const Actor& actor, Language language) {
  if (route.access == Access::kPublic) return;
  if (actor.means == Actor::Means::kNone) {
    throw Refusal(401, Text(language, "Sign in first.", "Сначала войдите."));
  }
  const auto least = RoleOf(route.access);
  const bool allowed = !least || actor.role >= *least;
  const bool token = actor.means == Actor::Means::kToken;
  const bool in_scope = !token || (!route.scope.empty() && std::find(actor.scopes.begin(), actor.scopes.end(),
                                                                     route.scope) != actor.scopes.end());
  if (!allowed || !in_scope) {
    throw Refusal(403, token && allowed
                           ? Text(language, "The token's scopes do not allow this.",
                                  "Области действия токена этого не позволяют.")
                           : Text(language, "Your role does not allow this.", "Ваша роль этого не позволяет."));
  }
  if (!token && Changes(request.method) &&
      !cdc::SameSecret(request.headers.Get("X-CSRF-Token").value_or(""), actor.csrf)) {
    throw Refusal(403,
                  Text(language, "The X-CSRF-Token header is missing, or not the session's.",
                       "Нет заголовка X-CSRF-Token, или он не от этой сессии."),
                  Text(language, "GET /api/session tells the token.", "Токен сообщает GET /api/session."));
  }
}

Json ParseBody(const std::string& text, Language language) {
  const auto refuse = [&](const char* english, const char* russian) {
    throw Refusal(400, Text(language, english, russian));
  };
  std::vector<std::set<std::string>> keys;
  const auto look = [&](int depth, Json::parse_event_t event, const Json& parsed) {
    if (depth > kDeepestBody) refuse("The body is nested too deep.", "Тело запроса слишком вложено.");
    if (event == Json::parse_event_t::object_start) keys.emplace_back();
    if (event == Json::parse_event_t::object_end) keys.pop_back();
    if (event == Json::parse_event_t::key && !keys.back().insert(parsed.get<std::string>()).second) {
      refuse("The body has a key twice in one object.", "В теле запроса ключ стоит дважды.");
    }
    return true;
  };
  try {
    return Json::parse(text, look);
  } catch (const Json::exception&) {  // its text quotes what was read
    throw Refusal(400, Text(language, "The body is no JSON.", "Тело запроса — не JSON."));
  }
}

// What is no UUID names nothing.
void CheckPath(const Route& route, const std::map<std::string, std::string, std::less<>>& path, Language language) {
  const auto id = path.find("id");
  if (!route.lenient_path && id != path.end() && !IsUuid(id->second)) throw NotFound(language);
}

void CheckHeaders(const Route& route, const Request& request, Language language) {
  for (const auto name : route.headers) {
    const bool required = name.starts_with('!');
    const auto plain = required ? name.substr(1) : name;
    if (required && !request.headers.Get(plain)) {
      throw Refusal(
          428, fmt::format(fmt::runtime(Text(language, "The {} header is missing.", "Нет заголовка {}.")), plain),
          Text(language, "Read the object first and send its ETag.", "Сначала прочтите объект и пришлите его ETag."));
    }
  }
}

void CheckContent(const Route& route, const Request& request, Language language) {
  // Django, whose place routes with any query take, answers whatever is accepted.
  const bool lines = !route.lines.empty() && Accepts(request, kLinesType);
  if (!route.any_query && !lines && !Accepts(request, route.type) && !Accepts(request, kProblemType)) {
    throw Refusal(406,
                  fmt::format(fmt::runtime(Text(language, "This is only given as {}.", "Это выдаётся только как {}.")),
                              route.type));
  }
  if (route.body.empty() && !request.body.empty() && Changes(request.method)) {
    throw Refusal(400, Text(language, "This takes no body.", "Тело запроса здесь не нужно."));
  }
  if (!route.body.empty() && !Carries(request, route.body_type)) {
    throw Refusal(415, fmt::format(fmt::runtime(Text(language, "The body must be {}, in UTF-8.",
                                                     "Тело запроса должно быть {} в UTF-8.")),
                                   route.body_type))
        .With("Accept", std::string(route.body_type));
  }
}

Lane LaneOf(const Route& route, const Query& query) {
  for (const auto& [name, value] : query.all()) {
    if (name + "=" + value == route.long_query) return Lane::kLong;
  }
  return route.lane;
}

}  // namespace

struct Router::Tree {
  struct Line {
    std::vector<std::string_view> parts;
    const Route* route;
  };
  std::vector<Line> lines;  // those with fixed words before those with names in the same place

  static bool Before(const Line& one, const Line& other) {
    for (std::size_t i = 0; i < std::min(one.parts.size(), other.parts.size()); ++i) {
      const int left = IsRest(one.parts[i]) ? 2 : IsName(one.parts[i]) ? 1 : 0;
      const int right = IsRest(other.parts[i]) ? 2 : IsName(other.parts[i]) ? 1 : 0;
      if (left != right) return left < right;
      if (one.parts[i] != other.parts[i]) return one.parts[i] < other.parts[i];
    }
    return one.parts.size() < other.parts.size();
  }

  static bool Fits(const Line& line, const std::vector<std::string>& segments) {
    for (std::size_t i = 0; i < line.parts.size(); ++i) {
      if (IsRest(line.parts[i])) return true;
      if (i >= segments.size() || (!IsName(line.parts[i]) && line.parts[i] != segments[i])) return false;
      if (segments[i].empty()) return false;
    }
    return line.parts.size() == segments.size();
  }
};

Router::Router(std::vector<Route> routes, Authenticator& authenticator, const BodySchemas& schemas)
    : routes_(std::move(routes)), authenticator_(authenticator), schemas_(schemas), tree_(std::make_unique<Tree>()) {
  for (const auto& route : routes_) tree_->lines.push_back({Split(route.path), &route});
  std::sort(tree_->lines.begin(), tree_->lines.end(), Tree::Before);
}

Router::~Router() = default;

std::variant<Response, Router::Match> Router::Find(const Request& request) const {
  const Language language = LanguageOf(request);
  auto target = ParseTarget(request.target);
  // Addresses of pages are typed, pasted and passed on; programs are to write theirs properly.
  if (!target && !request.target.starts_with("/api")) target = ParseTarget(EncodedTarget(request.target));
  const auto unreadable = [&] {
    return ToResponse(Refusal(400, Text(language, "The request's target or Host header cannot be read.",
                                        "Адрес запроса или заголовок Host не читается.")),
                      request);
  };
  if (!target || request.headers.Count("Host") != 1) return unreadable();
  std::set<std::string> allowed;
  const Tree::Line* shape = nullptr;  // of the first path that fits: others of the same words may have other methods
  for (const auto& line : tree_->lines) {
    if (!Tree::Fits(line, target->segments) || (shape != nullptr && line.parts != shape->parts)) continue;
    shape = &line;
    const bool head = request.method == "HEAD" && line.route->method == "GET";
    if (line.route->method == request.method || head) {
      if (!target->readable && !line.route->any_query) return unreadable();
      Match match{.route = line.route, .head = head, .lane = LaneOf(*line.route, target->query)};
      match.query = std::move(target->query);
      for (std::size_t i = 0; i < line.parts.size(); ++i) {
        if (!IsName(line.parts[i])) continue;
        auto& value = match.path[std::string(NameOf(line.parts[i]))];
        value = i < target->segments.size() ? target->segments[i] : "";
        for (std::size_t rest = i + 1; IsRest(line.parts[i]) && rest < target->segments.size(); ++rest) {
          value += "/" + target->segments[rest];
        }
      }
      return match;
    }
    allowed.emplace(line.route->method);
  }
  if (shape == nullptr) return ToResponse(NotFound(language), request);
  if (allowed.contains("GET")) allowed.emplace("HEAD");
  allowed.emplace("OPTIONS");
  const auto list = fmt::format("{}", fmt::join(allowed, ", "));
  if (request.method == "OPTIONS") {
    Response response{.status = 204, .type = ""};
    response.headers.Add("Allow", list);
    return response;
  }
  return ToResponse(
      Refusal(405, Text(language, "This address does not take that method.", "Этот адрес не принимает такой метод."))
          .With("Allow", list),
      request);
}

Response Router::Answer(const Request& request, const Match& match, Worker* worker, std::stop_token stop) const {
  const Route& route = *match.route;
  const Language language = LanguageOf(request);
  try {
    CheckSite(request, language);
    Call call{.request = request,
              .path = match.path,
              .query = match.query,
              .language = language,
              .worker = worker,
              .stop = stop};
    if (route.access != Access::kPublic && worker != nullptr) call.actor = authenticator_.Who(request, *worker);
    CheckActor(route, request, call.actor, language);
    CheckPath(route, call.path, language);
    CheckContent(route, request, language);
    CheckHeaders(route, request, language);
    if (auto errors = CheckQuery(route, call.query, language); !errors.empty()) {
      throw Refusal(400, Text(language, "The query cannot be used.", "Параметры запроса не годятся."))
          .With(std::move(errors));
    }
    if (const bool form = route.body_type == kFormType; !route.body.empty() && (form || route.body_type == kJsonType)) {
      call.body = form ? ParseForm(request.body, language) : ParseBody(request.body, language);
      schemas_.Check(route.body, call.body, language);
    }
    return route.call(call);
  } catch (const Refusal& refusal) {
    return ToResponse(refusal, request);
  }
}

}  // namespace admin::http
