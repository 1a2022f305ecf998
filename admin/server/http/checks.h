// From a request to a call: everything that is refused before a handler runs, in one order for all routes. Pure but for
// the authenticator, which may ask Redis or PostgreSQL and so runs on the worker's thread.
#pragma once

#include <memory>
#include <string>
#include <variant>
#include <vector>

#include "admin/server/http/route.h"

namespace admin::http {

// Says who sends a request. Throws Refusal(401) for a session or token that is not valid; Actor{} where none is given.
class Authenticator {
 public:
  virtual ~Authenticator() = default;
  virtual Actor Who(const Request& request, Worker& worker) = 0;
};

// Checks the body of a request against a named schema.
class BodySchemas {
 public:
  virtual ~BodySchemas() = default;
  // Throws Refusal(422) with an error for each field at fault.
  virtual void Check(std::string_view schema, const Json& body, Language language) const = 0;
};

class Router {
 public:
  Router(std::vector<Route> routes, Authenticator& authenticator, const BodySchemas& schemas);
  ~Router();

  struct Match {
    const Route* route = nullptr;
    std::map<std::string, std::string, std::less<>> path{};
    Query query{};             // not held against the route yet
    bool head = false;         // HEAD on a GET route
    Lane lane = Lane::kShort;  // the route's, or kLong where the query makes it long
  };

  // By method and path alone, on the loop's thread: 400 a target that cannot be read, 404, 405 with Allow, 204 for
  // OPTIONS.
  std::variant<Response, Match> Find(const Request& request) const;
  // Calls the route, on the thread of its lane: 403 of a foreign web page, 401, 403, 406, 415, 400 and 422 before it;
  // what it throws becomes a problem. `worker` is null on Lane::kLoop.
  Response Answer(const Request& request, const Match& match, Worker* worker, std::stop_token stop) const;

  const std::vector<Route>& routes() const { return routes_; }

 private:
  struct Tree;
  const std::vector<Route> routes_;
  Authenticator& authenticator_;
  const BodySchemas& schemas_;
  std::unique_ptr<Tree> tree_;
};

}  // namespace admin::http
