// What one line of the route table says: how a request is recognised, who may send it, what it may carry, and what is
// called. The OpenAPI document, the checks before a call and the tests are all made from these lines.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

#include "admin/server/http/message.h"

namespace admin {

using Json = nlohmann::ordered_json;

struct Worker;  // worker.h: the connections of the thread that makes a call

// Each role may do what the one before it may.
enum class Role : std::uint8_t { kViewer, kEditor, kOperator, kAdministrator };

// "viewer", …; nullopt for other words.
std::optional<Role> ParseRole(std::string_view word) noexcept;
std::string_view Name(Role role) noexcept;

// Who sends a request.
struct Actor {
  enum class Means : std::uint8_t { kNone, kSession, kToken };
  Means means = Means::kNone;
  std::string user_id{};  // uuid; "" for nobody
  std::string name{};
  Role role = Role::kViewer;
  std::vector<std::string> scopes{};  // of a token: "read", "edit", "operate"; a session has all of its role
  std::string session{};              // the session's key in the store (a hash, not the cookie); "" for a token
  std::string csrf{};                 // the session's token that changes must carry
};

enum class Language : std::uint8_t { kEnglish, kRussian };

namespace http {

enum class Access : std::uint8_t {
  kPublic,    // anybody; nobody is looked up
  kSignedIn,  // any user
  kViewer,    // this role or a higher one
  kEditor,
  kOperator,
  kAdministrator,
};

// Where a call is made, so that one kind cannot starve the other.
enum class Lane : std::uint8_t {
  kLoop,    // at once, by the thread that serves the socket: it must not wait for anything
  kShort,   // some queries
  kSearch,  // asks the index, which may be slow while the database is not
  kLong,    // may take minutes, or makes its body while it is sent
  kMove,    // moves files, as fast as the client or the storage is
  kSteer,   // commands of operators to the stream: whatever fills the other lanes, these get through
};

// A parameter of the query. What is not declared is refused, unless the route says otherwise.
struct Parameter {
  enum class Type : std::uint8_t { kText, kInteger, kNumber, kBoolean, kDate, kUuid, kWord };
  std::string_view name;
  Type type = Type::kText;
  std::string_view description;
  std::vector<std::string_view> words{};  // of kWord
  bool repeated = false;                  // may be given several times
  double least = 0;                       // of kInteger and kNumber
  double most = 1e9;
};

// Query parameters in the order they came; checked against the route's.
class Query {
 public:
  void Add(std::string name, std::string value) { all_.emplace_back(std::move(name), std::move(value)); }
  bool Has(std::string_view name) const { return Get(name).has_value(); }
  std::optional<std::string> Get(std::string_view name) const;
  std::vector<std::string> All(std::string_view name) const;
  std::optional<std::int64_t> Integer(std::string_view name) const;
  std::optional<double> Number(std::string_view name) const;
  const std::vector<std::pair<std::string, std::string>>& all() const { return all_; }

 private:
  std::vector<std::pair<std::string, std::string>> all_;
};

// A request that may be answered.
struct Call {
  const Request& request;
  std::map<std::string, std::string, std::less<>> path{};  // "id" → "…", decoded
  Query query{};
  Json body{};  // valid against the route's schema; null where there is none
  Actor actor{};
  Language language = Language::kEnglish;
  Worker* worker = nullptr;  // null on Lane::kLoop
  std::stop_token stop{};    // requested when the client has gone or the server stops
};

using Handler = std::function<Response(const Call&)>;

struct Route {
  std::string_view method;
  std::string_view path;  // "/api/v1/movies/{id}"; a trailing slash is the same route
  Access access;
  Lane lane;
  std::string_view name;     // operationId, and the metrics' label: "list_films"
  std::string_view tag;      // what it is listed under: "films"
  std::string_view summary;  // a sentence
  Handler call;
  std::vector<Parameter> query{};
  std::string_view body{};   // name of the schema of the request's body (schemas.json); "": none is taken
  std::string_view reply{};  // name of the schema of the answer; "": none, or not JSON
  // Names of the schemas of the lines (kLinesType) that are answered in place of `reply` where a parameter asks for it.
  std::vector<std::string_view> lines{};
  unsigned status = 200;             // of success
  std::vector<unsigned> refusals{};  // other statuses than those every route of its kind has (401, 403, 415, 503 …)
  std::string_view scope{};          // what a token must hold: "read", "edit", "operate"; "": only sessions
  std::vector<std::string_view> headers{};  // request headers: "If-Match", "Idempotency-Key"; a "!" in front: required
  // Of the answer, and of the body: one media type, or several separated by ", ". Bodies of JSON and of forms (form.h)
  // are read and checked.
  std::string_view type = "application/json";
  std::string_view body_type = "application/json";
  std::size_t body_bytes = 1 << 20;  // the largest body that is taken
  bool streamed = false;             // the body is Request::input: it need not fit into memory
  bool any_query = false;  // as Django has it: undeclared parameters and Accept are passed over, texts are not judged
  std::string_view long_query{};  // "_count=exact": a parameter that makes a call one of Lane::kLong
  bool lenient_path = false;      // a path parameter of the wrong form is 404 by the handler, not checked here
};

}  // namespace http
}  // namespace admin
