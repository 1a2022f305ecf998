// When documents were written: for each version that a generation was given, from the first request's sending to the
// last one's answer, and the commits it is of. Asked for a document by the version it has in the index. What is told
// is true of every document of that version, or nothing is told: it knows the requests of this term only, and of these
// the newest versions. Kept for each bulk request, not for each document.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <variant>

#include "cdc/model/document.h"

namespace cdc::stream {

// Of the transactions that a write is of, by PostgreSQL's clock, Unix microseconds; nullopt where one is not known.
struct CommitTimes {
  std::optional<std::int64_t> oldest{}, newest{};  // oldest: the earliest time; newest: that of the last commit
};

// Not known where one of them is not.
std::optional<std::int64_t> Earlier(std::optional<std::int64_t> one, std::optional<std::int64_t> other);

// What a document is written with.
struct Stamp {
  Version version = 0;
  CommitTimes commits{};  // none where the version is no commit's: a backfill's, a retry's
  Stamp(Version v, CommitTimes c = {}) : version(v), commits(c) {}
};

class WriteTimes {  // thread-safe
 public:
  struct Span {  // by our clock, Unix microseconds
    std::int64_t sent = 0, answered = 0;
  };
  struct Known {
    Span written;  // the document was written within it
    CommitTimes commits;
  };
  enum class Unknown : std::uint8_t {
    kForgotten,  // too long ago: before this term, or before too many newer versions
    kUnderWay,   // a request with this version has no answer yet, or never had one
    kNever,      // nothing was written with this version
  };

  explicit WriteTimes(std::size_t most = 20'000) : most_(most) {}

  // A term begins: all is forgotten, and of generations that are there already no version up to `floor` is told, as
  // somebody else may have given it.
  void Begin(Version floor);
  // This generation was made just now: nobody else has written to it.
  void Made(const std::string& generation);
  // A request goes out at `now`. It ends once: with the time it took where it wrote something, or may have.
  void Sending(const std::string& generation, const Stamp& stamp);
  void Ended(const std::string& generation, Version version, const std::optional<Span>& written);

  std::variant<Known, Unknown> Find(const std::string& generation, Version version) const;

 private:
  struct Entry {
    std::optional<Span> written;
    CommitTimes commits;
    std::uint32_t under_way = 0;
  };
  struct Table {
    Version floor = 0;  // up to here not everything is known
    std::map<Version, Entry> entries;
  };
  Table& Of(const std::string& generation);
  void MakeRoom();

  const std::size_t most_;  // versions of a generation
  mutable std::mutex mutex_;
  Version floor_ = 0;                    // of generations that are not in tables_; guarded by mutex_
  std::map<std::string, Table> tables_;  // by generation; guarded by mutex_
};

}  // namespace cdc::stream
