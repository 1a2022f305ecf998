// One connection to the control server. Everything runs on the thread of `Loop::io`, but the calls of the service.
#pragma once

#include <array>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>
#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <stop_token>

#include "cdc/control/feed.h"
#include "cdc/control/request.h"
#include "cdc/control/server.h"

namespace cdc::control {

class Session;

// What the sessions of one server share; touched on the thread of `io` only, but the pools.
struct Loop {
  Loop(Service& service_, const ServerOptions& options_, Access access_)
      : service(service_),
        options(options_),
        access(std::move(access_)),
        short_calls(options_.threads),
        long_calls(options_.long_threads) {}

  Service& service;
  const ServerOptions& options;
  const Access access;
  std::set<Session*> sessions;
  std::size_t short_pending = 0;
  std::size_t long_pending = 0;
  bool draining = false;
  std::function<void()> emptied;  // called when the last session ends
  boost::asio::io_context io{1};
  Feed feed{*this};
  // Last, so that their threads end first: a call under way posts its answer to `io`.
  boost::asio::thread_pool short_calls;
  boost::asio::thread_pool long_calls;
};

class Session : public std::enable_shared_from_this<Session> {
 public:
  Session(Loop& loop, boost::asio::ip::tcp::socket socket);
  ~Session();

  void Start();
  // Ends an idle connection at once, one with a call under way after its answer; waits are asked to end.
  void Drain();
  void Close();
  // Of one that follows the status: written as soon as the client takes it. False: too much waits already, nothing more
  // will do any good.
  bool Send(std::shared_ptr<const std::string> text);

 private:
  void Read();
  void OnRead(boost::beast::error_code error);
  void Dispatch(Prepared prepared);
  void WatchClient();
  void OnAnswer(const Lane lane, const Reply& reply);
  void Write(const Reply& reply);
  void Linger();
  void Discard();
  void Follow(const Call& call);
  void WatchFollower();
  void SendNext();
  void EndFollowing();

  Loop& loop_;
  boost::beast::tcp_stream stream_;
  boost::beast::flat_buffer buffer_;
  std::optional<boost::beast::http::request_parser<boost::beast::http::string_body>> parser_;
  std::array<char, 4096> discarded_;
  std::stop_source stop_;  // of the call under way
  bool calling_ = false;
  bool keep_alive_ = false;
  bool head_ = false;  // the answer to HEAD has no body
  bool following_ = false;
  bool ending_ = false;                                     // once what waits is written
  std::deque<std::shared_ptr<const std::string>> waiting_;  // the first is being written
  std::size_t waiting_bytes_ = 0;
};

}  // namespace cdc::control
