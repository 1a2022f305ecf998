// The replication protocol's source: a thread of its own reads the socket and answers the server, whatever happens
// behind it.
#pragma once

#include <atomic>
#include <memory>
#include <mutex>
#include <string>
#include <thread>

#include "cdc/base/queue.h"
#include "cdc/base/wait.h"
#include "cdc/pg/connection.h"
#include "cdc/pg/decoder.h"
#include "cdc/stream/source.h"

namespace cdc::pg {

struct ReplicationOptions {
  ConnectOptions connect;  // `replication` is set by this class
  std::string slot;
  std::string plugin;
  std::size_t buffer_bytes = 16 << 20;  // of messages read and not yet taken
};

class Replication final : public stream::Source {
 public:
  // `expect`: the server this stream is of; another one, another timeline, or one whose log ends before what is asked
  // for, ends in kGap when (re)connecting.
  Replication(ReplicationOptions options, const Clock& clock, std::optional<Server> expect);
  ~Replication() override;

  void Open(Lsn from, std::stop_token stop) override;
  void Close() override;
  std::optional<Message> Next(std::stop_token stop, TimePoint until) override;
  void SetInterest(std::shared_ptr<const Interest> interest) override;
  void Confirm(Lsn durable) override;
  Lsn Received() const override { return Lsn{received_.load()}; }

 private:
  struct Wire {         // what the reading thread hands over
    std::string bytes;  // of the plugin; empty: a keepalive
    Lsn end;            // of a keepalive: nothing before it is missing
  };
  void CheckServer(Connection& connection, Lsn from, std::stop_token stop);
  void Start(Connection& connection, Lsn from, std::stop_token stop);
  void ReadAll(std::stop_token stop);
  void Take(std::string_view message, std::stop_token stop);
  void SendStatus();
  void LetGoIfLeaving();
  void StatusIfDue();
  [[noreturn]] void ThrowEnd();
  std::string Options() const;

  const ReplicationOptions options_;
  const Clock& clock_;
  const std::optional<Server> expect_;
  std::unique_ptr<Decoder> decoder_;
  std::shared_ptr<const Interest> interest_;
  std::string started_with_;                // the plugin options in force
  bool outdated_ = false;                   // the interest wants other options
  std::unique_ptr<Connection> connection_;  // the reading thread's while it runs
  Duration status_interval_{};
  TimePoint next_status_{};
  std::atomic<std::uint64_t> confirmed_{0}, received_{0};
  std::uint64_t reported_ = 0;  // the reading thread's
  bool asked_ = false;          // the reading thread's: the server wants a status now
  Queue<Wire> queue_;
  std::mutex mutex_;
  std::optional<Error> lost_;  // guarded by mutex_; why the reading thread ended
  Waiter waiter_;
  std::jthread thread_;  // last: it uses what stands above
};

}  // namespace cdc::pg
