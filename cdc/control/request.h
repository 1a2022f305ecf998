// A request to the control API before it becomes a call: everything that can be refused without asking the service.
// Pure functions, free of sockets.
#pragma once

#include <map>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <variant>

#include "cdc/base/error.h"
#include "cdc/control/service.h"

namespace cdc::control {

// As it came; a header that is not there is nullopt.
struct Request {
  std::string method{};
  std::string target{};  // "/dead-letters?index=movies"
  std::optional<std::string> host{}, origin{}, fetch_site{}, authorization{}, content_type{}, last_event_id{};
  std::string body{};
};

struct Reply {
  unsigned status = 200;
  std::string body;
  bool problem = false;  // of problem+json
  std::string allow{};   // of 405
  std::string_view type = "application/json";
};

// A request with a known route and checked content.
struct Call {
  std::string parameter;  // what stands for {index} in the path
  std::map<std::string, std::string> query;
  Json body;                                   // an object
  std::optional<std::string> last_event_id{};  // of who follows the status
  std::stop_token stop;                        // requested when the client has gone or the server stops
};

// Where a call is made, so that one kind cannot starve the other.
enum class Lane : std::uint8_t {
  kLoop,   // at once, by the thread that serves the sockets: says that it lives, whatever hangs behind it
  kShort,  // answered from memory or one query
  kLong,   // may take minutes
  kFeed,   // never ends: the client follows the status (feed.h)
};

// Whether a request needs the token, where there is one.
enum class Needs : std::uint8_t {
  kToken,
  kNothing,
  kTokenForQuery,  // nothing, unless it has a query, which asks for more than a machine needs
};

struct Route {
  std::string_view method;
  std::string_view path;  // one segment may be {index}
  Needs needs;
  Lane lane;
  Reply (*call)(Service& service, const Call& call);
};

struct Access {
  std::string listen_host;  // a name that `Host` may carry beside addresses and "localhost"
  std::string token;        // "": none is asked for
};

struct Prepared {
  const Route* route = nullptr;
  Call call;
};

// In this order: 400 no usable Host or target, 403 a foreign web page, 404, 405, 401, 415, 400 the body or query.
std::variant<Reply, Prepared> Prepare(const Request& request, const Access& access);

// Makes the call and turns a thrown Error into its problem; any other exception is a defect and says so without its
// text.
Reply Answer(Service& service, const Prepared& prepared);

Reply Refusal(unsigned status, Kind kind, const std::string& what, const std::string& hint);

}  // namespace cdc::control
