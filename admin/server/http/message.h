// A request and an answer as plain values: what the route handlers see. Nothing here knows of sockets.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "cdc/base/error.h"

namespace admin::http {

inline constexpr std::string_view kJsonType = "application/json";
inline constexpr std::string_view kProblemType = "application/problem+json";
inline constexpr std::string_view kLinesType = "application/x-ndjson";  // a JSON text on each line

class Headers {
 public:
  void Add(std::string name, std::string value) { all_.emplace_back(std::move(name), std::move(value)); }
  // The first field of that name, whatever its case.
  std::optional<std::string_view> Get(std::string_view name) const;
  std::vector<std::string_view> All(std::string_view name) const;  // in their order
  std::size_t Count(std::string_view name) const { return All(name).size(); }
  const std::vector<std::pair<std::string, std::string>>& all() const { return all_; }

 private:
  std::vector<std::pair<std::string, std::string>> all_;
};

// A body that is read while it arrives. Called on the thread of its call.
class Input {
 public:
  virtual ~Input() = default;
  // The next bytes, to be used before the next call; empty once all was read. Throws kUnavailable where the client has
  // gone or is too slow, Refusal(413) where it sends more than the route takes.
  virtual std::string_view Read() = 0;
};

struct Request {
  std::string method;  // as it came: "GET"
  std::string target;  // as it came: "/api/v1/movies?page=2"
  Headers headers;
  std::string body;
  std::shared_ptr<Input> input{};  // in place of `body` where the route takes it as it arrives; null where none comes
  std::string address;             // of the client, behind trusted proxies the one they name
  bool secure = false;             // came over TLS, as a trusted proxy says
  std::string id;                  // of this request, for log and problem; ours, or a trusted proxy's
};

// Takes a body that is made while it is sent. Called on the thread of a long call.
class Output {
 public:
  virtual ~Output() = default;
  // Returns once there is room for more. Throws kUnavailable where the client has gone.
  virtual void Write(std::string_view bytes) = 0;
  // Sends what was written so far, for a reader who waits for it. Throws as Write does.
  virtual void Flush() = 0;
  // For the log: why the body ends early, where the body itself says so to its reader and is whole in its form.
  virtual void Failed(const cdc::Error& error) = 0;
};

// Ends a subscription when it goes.
class Subscription {
 public:
  virtual ~Subscription() = default;
};

// A source of server-sent events with many readers: it makes each event once, for all. Thread-safe.
class Feed {
 public:
  using Event = std::shared_ptr<const std::string>;  // as it goes over the wire, with its empty line
  // False: the reader is gone or too slow, and is dropped.
  using Reader = std::function<bool(Event)>;

  virtual ~Feed() = default;
  // `last_id`: of the last event the reader has seen, "" for a new one. What it missed is handed over before this
  // returns. Null where there are as many readers as it takes. `reader` is called from any thread, and must not block.
  virtual std::unique_ptr<Subscription> Subscribe(const std::string& last_id, Reader reader) = 0;
};

struct Response {
  unsigned status = 200;
  std::string type{kJsonType};  // "": no body
  Headers headers{};
  std::string body{};
  std::shared_ptr<const std::string> shared{};  // in place of `body`: bytes that many answers have in common
  // In place of `body`, chunked: called on the thread of the lane that made the answer.
  std::function<void(Output&)> produce{};
  std::optional<std::uint64_t> length{};  // of what `produce` makes, where that is known: it is not chunked then
  std::shared_ptr<Feed> feed{};           // in place of `body`: events until the client or the server goes
};

// The reason phrase of a status, "" where it has none.
std::string_view StatusTitle(unsigned status) noexcept;

}  // namespace admin::http
