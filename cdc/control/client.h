// A daemon elsewhere, reached over its control API: the same interface, so that a command does not care where the
// service is.
#pragma once

#include <memory>
#include <string>

#include "cdc/base/error.h"
#include "cdc/control/service.h"

namespace cdc::control {

// No daemon answers at the address (kUnavailable): what does not need one can go on without.
class NotRunning : public Error {
 public:
  using Error::Error;
};

struct ClientOptions {
  std::string listen = "127.0.0.1:8091";  // what the daemon listens on; 0.0.0.0 and [::] are reached over loopback
  std::string token{};
  Duration connect_timeout = std::chrono::seconds(5);
  Duration timeout = std::chrono::seconds(60);  // of calls that are short; 0: none
  Duration long_timeout{};                      // of calls that take as long as they take; 0: none
};

// Thread-safe: each call opens its own connection. A call throws what the service threw, NotRunning, or kUnavailable
// where the connection breaks.
class Client : public Service {
 public:
  explicit Client(ClientOptions options);

  Json Status() override;
  bool Ready() override;
  std::optional<Pulses::Late> Hanging() override;
  Json Checks() override;
  std::string Metrics() override;
  Json Wait(std::optional<Lsn> lsn, Duration limit, std::stop_token stop) override;
  Json Rebuild(const std::string& index, bool restart) override;
  Json ResetSlot() override;
  Json Pause() override;
  Json Resume() override;
  Json Letters(const std::optional<std::string>& index, const std::string& after, std::size_t limit) override;
  Json RetryLetters(const std::optional<std::string>& index, const std::vector<std::string>& ids) override;
  Json WriteAgain(const std::string& index, const std::vector<std::string>& ids) override;
  Json Written(const std::string& index, const std::string& generation, Version version) override;
  Json DiscardLetters(const std::optional<std::string>& index, const std::vector<std::string>& ids) override;

 private:
  struct Call;
  Json Get(const std::string& target);
  Json Post(const std::string& target, const Json& body, Duration timeout, std::stop_token stop);
  Json Send(const Call& call) const;
  struct Answer {
    unsigned status = 0;
    std::string body;
  };
  Answer Perform(const Call& call) const;

  const ClientOptions options_;
  const std::string base_;  // "http://127.0.0.1:8091"
};

}  // namespace cdc::control
