// A daemon that answers what the test says: for the control server, its client and the commands that use them.
#pragma once

#include <atomic>
#include <condition_variable>
#include <functional>
#include <mutex>

#include "cdc/base/error.h"
#include "cdc/control/service.h"

namespace cdc::control {

// Members are set before the first call.
class FakeService : public Service {
 public:
  std::function<Json()> on_status = [] { return Json{{"state", "streaming"}, {"ready", true}}; };
  std::function<Json(std::optional<Lsn>, Duration, std::stop_token)> on_wait =
      [](std::optional<Lsn> lsn, Duration, std::stop_token) { return Json{{"lsn", lsn.value_or(Lsn{1}).ToString()}}; };
  std::function<Json(const std::string&, bool)> on_rebuild = [](const std::string& index, bool) -> Json {
    if (index == "unknown")
      throw Error(Kind::kUsage, "no index of that name is configured", "Look into the configuration.");
    return {{"index", index}, {"generation", index + "-000002"}};
  };
  std::function<Json(const std::optional<std::string>&, const std::string&, std::size_t)> on_letters =
      [](const std::optional<std::string>&, const std::string&, std::size_t) {
        return Json{{"letters", Json::array()}, {"after", nullptr}};
      };
  std::function<Json(const std::string&, const std::vector<std::string>&)> on_write_again =
      [](const std::string& index, const std::vector<std::string>& ids) {
        return Json{{"index", index}, {"documents", ids.size()}};
      };
  std::function<Json(const std::string&, const std::string&, Version)> on_written =
      [](const std::string& index, const std::string& generation, Version version) {
        return Json{{"index", index}, {"generation", generation}, {"lsn", Lsn{version}.ToString()}};
      };
  std::atomic<bool> ready = true;
  std::optional<Pulses::Late> hanging;  // set before the server starts
  std::atomic<bool> paused = false;

  Json Status() override { return on_status(); }
  bool Ready() override { return ready; }
  std::optional<Pulses::Late> Hanging() override { return hanging; }
  Json Checks() override { return Json::array({{{"name", "stream"}, {"ok", true}, {"detail", "streaming, paused"}}}); }
  std::string Metrics() override { return "walcast_ready 1\n"; }
  Json Wait(std::optional<Lsn> lsn, Duration limit, std::stop_token stop) override { return on_wait(lsn, limit, stop); }
  Json Rebuild(const std::string& index, bool restart) override { return on_rebuild(index, restart); }
  Json ResetSlot() override { return {{"slot", "walcast"}}; }
  Json Pause() override {
    paused = true;
    return {{"paused", true}};
  }
  Json Resume() override {
    paused = false;
    return {{"paused", false}};
  }
  Json Letters(const std::optional<std::string>& index, const std::string& after, std::size_t limit) override {
    return on_letters(index, after, limit);
  }
  Json RetryLetters(const std::optional<std::string>&, const std::vector<std::string>& ids) override {
    return {{"retried", ids.size()}, {"applied", ids.size()}, {"left", 0}};
  }
  Json WriteAgain(const std::string& index, const std::vector<std::string>& ids) override {
    return on_write_again(index, ids);
  }
  Json Written(const std::string& index, const std::string& generation, Version version) override {
    return on_written(index, generation, version);
  }
  Json DiscardLetters(const std::optional<std::string>&, const std::vector<std::string>& ids) override {
    return {{"discarded", ids.size()}};
  }
};

// Waits until it is stopped: what a client that waits for a position holds up.
class StoppableWait {
 public:
  Json operator()(std::stop_token stop) {
    std::unique_lock lock(mutex_);
    ++begun_;
    changed_.notify_all();
    changed_.wait(lock, stop, [] { return false; });
    ++ended_;
    changed_.notify_all();
    throw Error(Kind::kNotYet, "the wait was stopped", "Wait again.");
  }
  bool Begun(int count) {
    std::unique_lock lock(mutex_);
    return changed_.wait_for(lock, std::chrono::seconds(10), [&] { return begun_ >= count; });
  }
  bool Ended(int count) {
    std::unique_lock lock(mutex_);
    return changed_.wait_for(lock, std::chrono::seconds(10), [&] { return ended_ >= count; });
  }

 private:
  std::mutex mutex_;
  std::condition_variable_any changed_;
  int begun_ = 0;
  int ended_ = 0;
};

}  // namespace cdc::control
