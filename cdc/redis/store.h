// The checkpoint store in Redis, under these keys, each behind `<prefix>:<slot>:`
// - `record`, a hash: identity, epoch, checkpoint, sent, revision, `index:<name>` for each index; `paused` while it is,
//   since when (Unix seconds)
// - `letters:<generation>`, a hash from id to version and letter; `ids:<generation>` holds the ids in order
// - `generations`, a set: those with letters
// - `identities`, a string: the replica identities that `setup` changed
//
// Positions are 16 hexadecimal digits, the rest is JSON (stream/record_json.h). Every write is one script that looks at
// the owner first.
//
// A record that vanishes while its owner runs (FLUSHALL, a Redis put back to an older state, a failover to a replica
// that lags) is written anew, whole, by the owner's next write: never a half one. What letters were lost with it stay
// lost.
#pragma once

#include <atomic>
#include <functional>
#include <mutex>
#include <string>
#include <vector>

#include "cdc/redis/client.h"
#include "cdc/stream/store.h"

namespace cdc::redis {

struct StoreOptions {
  std::string url;
  std::string prefix = "walcast";
  std::string slot;
  Duration connect_timeout = std::chrono::seconds(3);
  Duration command_timeout = std::chrono::seconds(5);
  // Called after a vanished record was written anew, on the thread of the call that found out, with nothing locked: a
  // word in the log, that dead letters may be lost. May be empty; may not throw.
  std::function<void()> on_rewritten;
};

class Store : public stream::Store {
 public:
  explicit Store(StoreOptions options);  // connects at the first call

  std::optional<stream::Record> Load() override;
  void Begin(const stream::Record& record) override;
  void SaveCheckpoint(Lsn epoch, Lsn checkpoint) override;
  void SaveSent(Lsn epoch, Lsn sent) override;
  void SaveIndex(Lsn epoch, const std::string& index, const stream::IndexRecord& record) override;
  void RemoveIndex(Lsn epoch, const std::string& index) override;
  void SavePaused(Lsn epoch, std::optional<std::int64_t> since) override;
  void Clear() override;
  void PutLetter(Lsn epoch, const stream::DeadLetter& letter) override;
  bool RemoveLetter(Lsn epoch, const std::string& generation, const std::string& id, Version version) override;
  void RemoveLetters(Lsn epoch, const std::string& generation) override;
  std::vector<stream::DeadLetter> Letters(const std::string& generation, const std::string& after,
                                          std::size_t limit) override;
  std::uint64_t CountLetters(const std::string& generation) override;
  std::vector<stream::FormerIdentity> LoadIdentities() override;
  void SaveIdentities(const std::vector<stream::FormerIdentity>& former) override;
  std::string Describe() const override;

 private:
  struct Write {
    const Script& script;
    std::string generation;                       // "": touches no letters
    std::vector<std::string> arguments;           // behind those that all scripts take
    std::function<void(stream::Record&)> change;  // the same to our copy
  };

  // Runs `call` with the client locked; callers that queued behind one that failed fail with it instead of waiting in
  // turn.
  template <typename Call>
  auto Locked(Call call);
  std::int64_t Run(Lsn epoch, const Write& write);
  std::int64_t Attempt(Lsn epoch, const Write& write);
  void BeginLocked(const stream::Record& record);
  std::string Key(const std::string& name) const;

  const StoreOptions options_;
  std::atomic<std::uint64_t> failures_ = 0;

  std::mutex mutex_;  // guards all below
  Client client_;
  std::optional<stream::Record> copy_;  // the record as we wrote it last: since Begin
  std::int64_t known_ = 0;              // its revision
  std::int64_t last_ = 0;               // the last revision we asked for, whether answered or not
};

}  // namespace cdc::redis
