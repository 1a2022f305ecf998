// One connection. Everything runs on the thread of its loop, but the calls, which the lanes make.
#pragma once

#include <array>
#include <atomic>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http/buffer_body.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>
#include <chrono>
#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <stop_token>
#include <string>

#include "admin/server/http/forwarded.h"
#include "admin/server/http/server.h"

namespace admin::http {

class Session;

// What all loops count together.
struct Shared {
  std::atomic<std::size_t> open{0};        // connections
  std::atomic<std::size_t> body_bytes{0};  // promised to bodies under way
  std::atomic<bool> told_of_proxy{false};
};

// One thread's part of the server; touched on its thread only.
struct Loop {
  Loop(const Server::Parts& parts_, const ServerOptions& options_, const Proxies& proxies_, Shared& shared_)
      : parts(parts_), options(options_), proxies(proxies_), shared(shared_) {}

  const Server::Parts& parts;
  const ServerOptions& options;
  const Proxies& proxies;
  Shared& shared;
  std::set<Session*> sessions;
  std::uint64_t requests = 0;  // for their ids
  bool draining = false;
  Server::Idle idle = Server::Idle::kClose;  // what becomes of idle connections while it drains
  std::function<void()> emptied;             // called when the last session ends
  boost::asio::io_context io{1};
};

class Session : public std::enable_shared_from_this<Session> {
 public:
  Session(Loop& loop, boost::asio::ip::tcp::socket socket);
  ~Session();

  void Start();
  // Ends an event stream at once, a connection with a call under way after its answer, an idle one as the loop says.
  void Drain();
  void Close();

 private:
  using Error = boost::beast::error_code;
  class Pipe;    // session_write.cpp
  class Intake;  // session_read.cpp

  void AwaitRequest();
  void ReadHeader();
  void OnHeader(Error error);
  void ReadBody();
  void TakeStream();
  void Continue(std::function<void()> read);  // once a client that waits to be told so may send its body
  using Taken = std::function<void(Error, std::size_t)>;
  void ReadPiece(std::span<char> room, Taken then);
  void OnRequest();
  void Dispatch();
  void Run(Worker* worker, bool late, const std::shared_ptr<std::stop_source>& stop);
  void WatchClient();
  void OnAnswer(Response response);
  void Refuse(unsigned status, const char* detail);
  void RefuseUnreadable(Error error);
  bool ReserveBody(std::size_t limit);  // false: there is no room for it now
  void ReleaseBody();
  void NoticeProxy();

  void Write(Response response);
  void WriteHeader(const Response& response, bool chunked, std::function<void(Error)> then);
  void Observe(unsigned status);
  void LogFailure(const std::string& error, const std::string& hint = {});  // also on the lane's thread
  void WriteEvents(Response response);
  void QueueEvent(Feed::Event event);
  void WriteNextEvent();
  void OnWritten(Error error);
  void Linger();
  void Discard();
  void Deadline(cdc::Duration time);

  Loop& loop_;
  boost::beast::tcp_stream stream_;
  std::string peer_;
  boost::beast::flat_buffer buffer_;
  std::optional<boost::beast::http::request_parser<boost::beast::http::string_body>> parser_;
  // Takes over from parser_ for a body that is read as it arrives.
  std::optional<boost::beast::http::request_parser<boost::beast::http::buffer_body>> upload_;
  bool expected_ = false;  // the client waits for "100 Continue" before it sends its body
  std::array<char, 4096> discarded_{};

  Request request_;  // the one under way
  Router::Match match_;
  std::chrono::steady_clock::time_point began_{};
  std::shared_ptr<std::stop_source> stop_;  // of the call under way
  bool calling_ = false;
  bool keep_alive_ = false;
  bool chunks_ = false;       // the client can read chunked bodies
  bool head_ = false;         // the answer to HEAD has no body
  std::size_t reserved_ = 0;  // of Shared::body_bytes

  std::unique_ptr<Subscription> subscription_;
  std::deque<Feed::Event> events_;  // to be written; the first is under way
  bool streaming_ = false;
  std::chrono::steady_clock::time_point streaming_since_{};
};

}  // namespace admin::http
