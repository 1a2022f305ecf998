#include "tests/admin/editing.h"

#include <algorithm>
#include <boost/url.hpp>
#include <stdexcept>

#include "admin/server/http/parameters.h"
#include "cdc/base/error.h"
#include "tests/support/films.h"

namespace admin::test {
namespace {

namespace urls = boost::urls;

cdc::pg::ConnectOptions To(const std::string& dsn, bool standby = false) {
  cdc::pg::ConnectOptions options;
  options.dsn = dsn;
  options.application_name = "walcast-admin";
  options.standby = standby;
  return options;
}

cdc::es::EsOptions Search() {
  cdc::es::EsOptions options;
  options.urls = {cdc::test::Environment("WALCAST_TEST_ES")};
  return options;
}

std::string RoleDsn(cdc::test::TestDatabase& database, const char* group) {
  return database.Dsn(database.CreateRole(std::string("IN ROLE ") + group));
}

cdc::test::TestDatabase& Loaded(cdc::test::TestDatabase& database, int films) {
  cdc::test::LoadFilms(database, films);
  return database;
}

// The values of the names in a path; nullopt: the path is another.
std::optional<std::map<std::string, std::string, std::less<>>> Fit(std::string_view pattern,
                                                                   const urls::url_view& url) {
  urls::url shape = urls::parse_origin_form(urls::encode(pattern, urls::pchars + '/')).value();
  std::map<std::string, std::string, std::less<>> values;
  if (shape.segments().size() != url.segments().size()) return std::nullopt;
  auto wanted = shape.segments().begin();
  for (const std::string segment : url.segments()) {
    const std::string part = *wanted++;
    if (part.starts_with('{')) {
      values[part.substr(1, part.size() - 2)] = segment;
    } else if (part != segment) {
      return std::nullopt;
    }
  }
  return values;
}

class Collected : public http::Output {
 public:
  void Write(std::string_view bytes) override {
    text += bytes;
    largest = std::max(largest, bytes.size());
  }
  void Flush() override {}
  void Failed(const cdc::Error&) override {}
  std::string text;
  std::size_t largest = 0;
};

}  // namespace

Seat::Seat(const std::string& edit_dsn, const std::string& read_dsn)
    : edits_(To(edit_dsn), breaker_),
      reads_(To(read_dsn, true), breaker_),
      redis_({.address = cdc::redis::ParseAddress(cdc::test::Environment("WALCAST_TEST_REDIS"))}),
      search_(Search()),
      worker_{edits_, reads_, redis_, search_} {}

Editing::Editing(int films)
    : edit_dsn_(RoleDsn(Loaded(database_, films), "walcast_editor")),
      read_dsn_(RoleDsn(database_, "walcast_reader")),
      prefix_(cdc::test::UniqueName("editing")),
      seat_(edit_dsn_, read_dsn_),
      catalogue_({.redis_prefix = prefix_}),
      routes_(catalogue_.Routes()) {
  actor.means = Actor::Means::kSession;
  actor.user_id = "10000000-0000-4000-8000-000000000001";
  actor.name = "vera";
  actor.role = Role::kEditor;
}

Answer Editing::Do(const std::string& method, const std::string& target, const Ask& ask) {
  const urls::url_view url = urls::parse_origin_form(target).value();
  http::Request request{.method = method,
                        .target = target,
                        .headers = {},
                        .body = ask.body,
                        .address = "192.0.2.7",
                        .secure = false,
                        .id = "request-1"};
  for (const auto& [name, value] : ask.headers) request.headers.Add(name, value);
  if (const auto id = request.headers.Get("X-Request-Id")) request.id = *id;
  http::Response response;
  const http::Route* found = nullptr;
  http::Call call{.request = request};
  for (const auto& route : routes_) {
    if (route.method != method) continue;
    auto values = Fit(route.path, url);
    if (!values || (found != nullptr && values->size() >= call.path.size())) continue;
    found = &route;
    call.path = *values;
  }
  if (found == nullptr) throw std::runtime_error("no route for " + method + " " + target);
  for (const auto parameter : url.params()) call.query.Add(parameter.key, parameter.value);
  if (!http::CheckQuery(*found, call.query, ask.language).empty()) throw std::runtime_error("wrong query: " + target);
  if (!found->body.empty() && found->body_type == http::kJsonType) call.body = Json::parse(ask.body);
  call.actor = actor;
  call.language = ask.language;
  call.worker = &(ask.seat != nullptr ? *ask.seat : seat_).worker();
  try {
    response = found->call(call);
  } catch (const http::Refusal& refusal) {
    response = http::ToResponse(refusal, request);
  }
  Answer answer{.status = response.status, .headers = {}, .text = response.body, .json = nullptr};
  if (response.produce) {
    Collected output;
    response.produce(output);
    answer.text = output.text;
    answer.largest_write = output.largest;
  }
  for (const auto& [name, value] : response.headers.all()) answer.headers[name] = value;
  if (Json::accept(answer.text)) answer.json = Json::parse(answer.text);
  return answer;
}

}  // namespace admin::test
