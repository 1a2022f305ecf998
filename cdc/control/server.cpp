#include "cdc/control/server.h"

#include <pthread.h>

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/write.hpp>
#include <future>
#include <mutex>
#include <thread>

#include "cdc/base/error.h"
#include "cdc/base/text.h"
#include "cdc/control/problem.h"
#include "cdc/control/session.h"

namespace cdc::control {
namespace {

namespace asio = boost::asio;
using tcp = asio::ip::tcp;

HostPort AddressOf(const ServerOptions& options) {
  if (auto address = SplitHostPort(options.listen)) return *address;
  throw Error(Kind::kConfig, "control.listen is not host:port", "Give it as 127.0.0.1:8091.");
}

}  // namespace

struct Server::State {
  State(Service& service, ServerOptions given)
      : options(std::move(given)), loop(service, options, Access{AddressOf(options).host, options.token}) {}

  void Listen() {
    auto address = AddressOf(options);
    boost::system::error_code error;
    tcp::resolver resolver(loop.io);
    auto found = resolver.resolve(address.host, address.port, tcp::resolver::passive, error);
    if (!error) {
      try {
        acceptor.emplace(loop.io, found.begin()->endpoint(), /*reuse_addr=*/true);
        return;
      } catch (const boost::system::system_error& failure) {
        error = failure.code();
      }
    }
    throw Error(Kind::kConfig, "cannot listen on control.listen " + options.listen + ": " + error.message(),
                "End the program that holds the address, or give another control.listen.");
  }

  void Accept() {
    acceptor->async_accept([this](boost::system::error_code error, tcp::socket socket) {
      if (!acceptor->is_open()) return;
      if (error) return AcceptLater();
      if (loop.sessions.size() >= options.connections) {
        Refuse(socket);
      } else {
        std::make_shared<Session>(loop, std::move(socket))->Start();
      }
      Accept();
    });
  }

  // Out of descriptors: accepting again at once would only burn the processor.
  void AcceptLater() {
    pause.expires_after(std::chrono::milliseconds(100));
    pause.async_wait([this](boost::system::error_code error) {
      if (!error && acceptor->is_open()) Accept();
    });
  }

  // As much of an answer as the socket takes without waiting: whoever is one too many must not cost anything.
  static void Refuse(tcp::socket& socket) {
    auto body =
        ToProblem(Error(Kind::kUnavailable, "the daemon has as many connections as it takes", "Try again later."), 503);
    auto text = "HTTP/1.1 503 Service Unavailable\r\nContent-Type: " + std::string(kProblemType) +
                "\r\nRetry-After: 1\r\nConnection: close\r\nContent-Length: " + std::to_string(body.size()) +
                "\r\n\r\n" + body;
    boost::system::error_code ignored;
    socket.non_blocking(true, ignored);
    socket.write_some(asio::buffer(text), ignored);
    socket.shutdown(tcp::socket::shutdown_send, ignored);
  }

  // Runs `what` on the loop's thread and waits for it.
  template <typename Task>
  void OnLoop(Task what) {
    std::packaged_task<void()> task(std::move(what));
    auto done = task.get_future();
    asio::post(loop.io, [&task] { task(); });
    done.get();
  }

  const ServerOptions options;
  Loop loop;
  std::optional<tcp::acceptor> acceptor;
  asio::steady_timer pause{loop.io};
  std::optional<asio::executor_work_guard<asio::io_context::executor_type>> work;
  std::uint16_t port = 0;
  std::mutex stopping;
  std::thread thread;
};

Server::Server(Service& service, ServerOptions options)
    : state_(std::make_unique<State>(service, std::move(options))) {}

Server::~Server() { Stop({}); }

void Server::Start() {
  state_->Listen();
  state_->port = state_->acceptor->local_endpoint().port();
  state_->work.emplace(state_->loop.io.get_executor());
  state_->Accept();
  state_->thread = std::thread([this] {
    pthread_setname_np(pthread_self(), "control");
    state_->loop.io.run();
  });
}

void Server::Stop(Duration drain) {
  std::scoped_lock lock(state_->stopping);
  if (!state_->thread.joinable()) return;
  auto& loop = state_->loop;
  auto emptied = std::make_shared<std::promise<void>>();
  state_->OnLoop([&] {
    boost::system::error_code ignored;
    state_->acceptor->close(ignored);
    state_->pause.cancel();
    loop.draining = true;
    loop.feed.Stop();
    for (auto* session : loop.sessions) session->Drain();
    if (loop.sessions.empty()) {
      emptied->set_value();
    } else {
      loop.emptied = [emptied] { emptied->set_value(); };
    }
  });
  emptied->get_future().wait_for(drain);
  state_->OnLoop([&] {
    for (auto* session : loop.sessions) session->Close();
  });
  loop.short_calls.join();
  loop.long_calls.join();
  state_->work.reset();
  state_->thread.join();
}

std::uint16_t Server::port() const { return state_->port; }

}  // namespace cdc::control
