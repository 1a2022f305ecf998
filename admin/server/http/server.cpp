#include "admin/server/http/server.h"

#include <fcntl.h>
#include <pthread.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <condition_variable>
#include <future>
#include <mutex>
#include <random>
#include <thread>

#include "admin/server/http/session.h"
#include "cdc/base/error.h"

namespace admin::http {
namespace {

namespace asio = boost::asio;
using tcp = asio::ip::tcp;

// As much of an answer as the socket takes without waiting: whoever is one too many must not cost anything.
void TurnAway(tcp::socket& socket) {
  constexpr std::string_view kFull =
      "HTTP/1.1 503 Service Unavailable\r\nRetry-After: 1\r\nConnection: close\r\nContent-Length: 0\r\n\r\n";
  boost::system::error_code ignored;
  socket.non_blocking(true, ignored);
  socket.write_some(asio::buffer(kFull.data(), kFull.size()), ignored);
  socket.shutdown(tcp::socket::shutdown_send, ignored);
}

}  // namespace

struct Server::State {
  // A loop, its socket and its thread.
  struct Thread {
    Thread(State& state, int socket) : loop(state.parts, state.options, state.proxies, state.shared) {
      std::random_device random;
      loop.requests = (static_cast<std::uint64_t>(random()) << 32) | random();
      // A copy of the descriptor: closing the acceptor must not close the socket that others listen on.
      const int copy = ::fcntl(socket, F_DUPFD_CLOEXEC, 0);
      if (copy < 0) throw cdc::Error(cdc::Kind::kConfig, "the process is out of file descriptors");
      sockaddr_storage bound{};
      socklen_t size = sizeof bound;
      ::getsockname(socket, reinterpret_cast<sockaddr*>(&bound), &size);
      acceptor.emplace(loop.io);
      acceptor->assign(bound.ss_family == AF_INET6 ? tcp::v6() : tcp::v4(), copy);
    }

    void Accept() {
      acceptor->async_accept([this](boost::system::error_code error, tcp::socket socket) {
        if (error && !acceptor->is_open()) return;
        if (error) return AcceptLater();
        // Also one that was accepted as the acceptor closed: nobody else will serve it.
        if (loop.sessions.size() >= loop.options.connections) {
          TurnAway(socket);
        } else {
          std::make_shared<Session>(loop, std::move(socket))->Start();
        }
        if (acceptor->is_open()) Accept();
      });
    }

    // Out of descriptors: accepting again at once would only burn the processor.
    void AcceptLater() {
      pause.expires_after(std::chrono::milliseconds(100));
      pause.async_wait([this](boost::system::error_code error) {
        if (!error && acceptor->is_open()) Accept();
      });
    }

    // Runs `what` on the loop's thread and waits for it.
    template <typename Task>
    void OnLoop(Task what) {
      std::packaged_task<void()> task(std::move(what));
      auto done = task.get_future();
      asio::post(loop.io, [&task] { task(); });
      done.get();
    }

    Loop loop;
    std::optional<tcp::acceptor> acceptor;
    asio::steady_timer pause{loop.io};
    std::optional<asio::executor_work_guard<asio::io_context::executor_type>> work;
    std::thread thread;
  };

  State(Parts parts_, ServerOptions options_)
      : parts(parts_), options(std::move(options_)), proxies(options.trusted_proxies) {}

  const Parts parts;
  const ServerOptions options;
  const Proxies proxies;
  Shared shared;
  bool stopped = false;
  std::vector<std::unique_ptr<Thread>> threads;
};

Server::Server(Parts parts, ServerOptions options, std::vector<int> sockets)
    : state_(std::make_unique<State>(parts, std::move(options))) {
  for (const int socket : sockets) state_->threads.push_back(std::make_unique<State::Thread>(*state_, socket));
}

Server::~Server() {
  Stop({});
  for (auto& one : state_->threads) {
    one->work.reset();
    one->loop.io.stop();
    if (one->thread.joinable()) one->thread.join();
  }
}

void Server::Start() {
  for (auto& one : state_->threads) {
    one->work.emplace(one->loop.io.get_executor());
    one->Accept();
    one->thread = std::thread([&loop = one->loop] {
      pthread_setname_np(pthread_self(), "http");
      loop.io.run();
    });
  }
}

void Server::Stop(cdc::Duration drain, Idle idle) {
  if (std::exchange(state_->stopped, true)) return;
  const auto deadline = std::chrono::steady_clock::now() + drain;
  std::vector<std::future<void>> emptied;
  for (auto& one : state_->threads) {
    if (!one->thread.joinable()) continue;
    auto promise = std::make_shared<std::promise<void>>();
    emptied.push_back(promise->get_future());
    one->OnLoop([&] {
      boost::system::error_code ignored;
      one->acceptor->close(ignored);
      one->pause.cancel();
      one->loop.draining = true;
      one->loop.idle = idle;
      const auto sessions = one->loop.sessions;  // draining one may end it
      for (auto* session : sessions) session->Drain();
      if (one->loop.sessions.empty()) {
        promise->set_value();
      } else {
        one->loop.emptied = [promise, told = false]() mutable {
          if (!std::exchange(told, true)) promise->set_value();
        };
      }
    });
  }
  for (auto& future : emptied) future.wait_until(deadline);
  for (auto& one : state_->threads) {
    if (!one->thread.joinable()) continue;
    one->OnLoop([&] {
      const auto sessions = one->loop.sessions;
      for (auto* session : sessions) session->Close();
    });
  }
}

bool Server::Turns(cdc::Duration limit) {
  struct Round {
    std::mutex mutex;
    std::condition_variable changed;
    std::size_t left = 0;  // guarded by mutex
  };
  const auto round = std::make_shared<Round>();  // a loop that hangs may come to it later
  round->left = state_->threads.size();
  for (const auto& one : state_->threads) {
    asio::post(one->loop.io, [round] {
      const std::scoped_lock lock(round->mutex);
      --round->left;
      round->changed.notify_all();
    });
  }
  std::unique_lock lock(round->mutex);
  return round->changed.wait_for(lock, limit, [&] { return round->left == 0; });
}

std::size_t Server::connections() const { return state_->shared.open.load(); }

}  // namespace admin::http
