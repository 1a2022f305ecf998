// The checkpoint store as files, for one host (design §9):
//   <directory>/<slot>/record.json                       the record
//   <directory>/<slot>/letters/<generation>/<id>.json    a dead letter; the id in hexadecimal, shortened where it is
//   long <directory>/<slot>/identities.json                   the replica identities that `setup` changed
//   <directory>/<slot>/lock                              locked during a write only: the epoch decides who may write
// A file is replaced, never changed: written beside, synchronised, renamed, the directory synchronised. After a crash
// the old one or the new one is there.
//
// A record that vanishes while its owner runs (or an older state put back) is written anew, whole, by the owner's next
// write.
#pragma once

#include <filesystem>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "cdc/stream/store.h"

namespace cdc::stream {

class FileStore : public Store {
 public:
  // Touches nothing before the first call; the directories are made by the first write. `on_rewritten` is called after
  // a vanished record was written anew, on the thread of the call that found out, with nothing locked; may be empty,
  // may not throw.
  FileStore(const std::filesystem::path& directory, const std::string& slot, std::function<void()> on_rewritten = {});

  std::optional<Record> Load() override;
  void Begin(const Record& record) override;
  void SaveCheckpoint(Lsn epoch, Lsn checkpoint) override;
  void SaveSent(Lsn epoch, Lsn sent) override;
  void SaveIndex(Lsn epoch, const std::string& index, const IndexRecord& record) override;
  void RemoveIndex(Lsn epoch, const std::string& index) override;
  void SavePaused(Lsn epoch, std::optional<std::int64_t> since) override;
  void Clear() override;
  void PutLetter(Lsn epoch, const DeadLetter& letter) override;
  bool RemoveLetter(Lsn epoch, const std::string& generation, const std::string& id, Version version) override;
  void RemoveLetters(Lsn epoch, const std::string& generation) override;
  std::vector<DeadLetter> Letters(const std::string& generation, const std::string& after, std::size_t limit) override;
  std::uint64_t CountLetters(const std::string& generation) override;
  std::vector<FormerIdentity> LoadIdentities() override;
  void SaveIdentities(const std::vector<FormerIdentity>& former) override;
  std::string Describe() const override;

 private:
  struct Stored {
    Record record;
    std::uint64_t revision = 0;
  };

  std::optional<Stored> Read() const;
  void Replace(const Record& record, std::uint64_t revision);
  // Calls `change` on the record with both locks held and writes it where that returns true; checks the owner before.
  void Change(Lsn epoch, const std::function<bool(Record&)>& change);
  // What is stored where `epoch` owns it, our copy where it vanished. Throws kFenced.
  Stored Owned(Lsn epoch, bool& rewritten) const;
  std::filesystem::path LetterPath(const std::string& generation, const std::string& id) const;

  const std::filesystem::path directory_;  // <directory>/<slot>
  const std::function<void()> on_rewritten_;

  std::mutex mutex_;            // guards all below, and the files against our own threads
  std::optional<Record> copy_;  // the record as we wrote it last: since Begin
  std::uint64_t known_ = 0;     // its revision
};

}  // namespace cdc::stream
