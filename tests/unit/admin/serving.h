// The HTTP server with routes of a test, and nothing else of the product.
#pragma once

#include <gtest/gtest.h>

#include <atomic>
#include <memory>
#include <semaphore>
#include <string>
#include <vector>

#include "admin/server/http/checks.h"
#include "admin/server/http/lanes.h"
#include "admin/server/http/listen.h"
#include "admin/server/http/problem.h"
#include "admin/server/http/server.h"
#include "tests/support/wait.h"
#include "tests/support/web.h"

namespace admin::http {

class Serving : public testing::Test {
 protected:
  ~Serving() override {
    if (server_) server_->Stop({});
    if (lanes_) lanes_->Stop();
  }

  void Serve(std::vector<Route> routes, ServerOptions options = {}, LaneOptions short_calls = {},
             LaneOptions long_calls = {.threads = 2}) {
    router_ = std::make_unique<Router>(std::move(routes), nobody_, schemas_);
    lanes_ = std::make_unique<Lanes>(
        Lanes::Options{short_calls, {.threads = 1}, long_calls, {.threads = 1}}, *clock_,
        [] { return std::shared_ptr<Worker>(std::make_shared<int>(), reinterpret_cast<Worker*>(1)); });
    server_ = std::make_unique<Server>(Server::Parts{*router_, *lanes_, observer_, *log_}, std::move(options),
                                       listeners_.descriptors());
    server_->Start();
  }
  static Route Get(std::string_view path, Lane lane, Handler call) {
    return {.method = "GET",
            .path = path,
            .access = Access::kPublic,
            .lane = lane,
            .name = path,
            .tag = "t",
            .summary = "",
            .call = std::move(call),
            .any_query = true};
  }
  static Route Post(std::string_view path, Handler call, std::size_t bytes = 1000) {
    return {.method = "POST",
            .path = path,
            .access = Access::kPublic,
            .lane = Lane::kShort,
            .name = path,
            .tag = "t",
            .summary = "",
            .call = std::move(call),
            .body = "Any",
            .body_bytes = bytes};
  }
  static Handler Say(std::string text) {
    return [text](const Call&) { return Reply({{"said", text}}); };
  }
  int port() const { return listeners_.port(); }
  std::string url() const { return "http://127.0.0.1:" + std::to_string(port()); }
  // What comes back for `bytes`, until the server closes or has said nothing for long.
  std::string Raw(const std::string& bytes, const std::string& until = "") {
    cdc::test::RawSocket socket(port());
    socket.Send(bytes);
    return socket.Read(std::chrono::seconds(20), until);
  }

  class Nobody final : public Authenticator {
   public:
    Actor Who(const Request&, Worker&) override { return {}; }
  };
  class AnyBody final : public BodySchemas {
   public:
    void Check(std::string_view, const Json&, Language) const override {}
  };
  class Counter final : public Observer {
   public:
    std::atomic<int> seen{0};
    void Answered(const Seen&) override { ++seen; }
  };

  Nobody nobody_;
  AnyBody schemas_;
  Counter observer_;
  const std::unique_ptr<cdc::Log> log_ = cdc::NoLog();
  const std::unique_ptr<cdc::Clock> clock_ = cdc::SystemClock();
  Listeners listeners_{"127.0.0.1:0", 2};
  std::unique_ptr<Router> router_;
  std::unique_ptr<Lanes> lanes_;
  std::unique_ptr<Server> server_;
};

}  // namespace admin::http
