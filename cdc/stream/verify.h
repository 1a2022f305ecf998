// Compares an index with what the database renders, both ways (design §6): each row of the root is rendered and
// compared with the document that the index holds, and each id of the index is looked for among the rows. What differs
// is looked at again after the stream has passed that moment, so that a change on its way is no difference.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>

#include "cdc/stream/documents.h"
#include "cdc/stream/indices.h"

namespace cdc::stream {

enum class Flaw : std::uint8_t {
  kMissing,    // the index lacks it
  kDifferent,  // the index holds something else
  kGhost,      // the SQL returns no such document
  kFailing,    // the SQL fails for it
};
std::string_view Name(Flaw flaw) noexcept;

struct Difference {
  Flaw flaw = Flaw::kMissing;
  std::string id;
  std::optional<std::string> indexed, rendered;  // JSON, as they were a moment ago
};

// Numbers of documents.
struct Verified {
  std::uint64_t equal = 0, missing = 0, different = 0, ghosts = 0, failing = 0;
  std::uint64_t changing = 0;  // rendered otherwise at every look: neither can be said
  std::uint64_t repaired = 0;  // of those that differed
  std::uint64_t differing() const { return missing + different + ghosts + failing; }
};

struct VerifyLimits {
  std::size_t page = 1000;                 // keys of a query
  std::size_t bytes = 8 << 20;             // of rendered documents that are compared at one time
  std::size_t closely = 100;               // documents that are looked at again at one time
  std::size_t looks = 10;                  // at one that keeps changing
  std::optional<std::size_t> sample = {};  // so many documents of each side, at random; nullopt: all
};

// Memory: a page of keys, and of documents what `bytes` allows, or one. Used by one thread.
class Verifier {
 public:
  struct Parts {
    Router& router;
    Renderer& renderer;
    Indices& indices;
    // Returns once the index holds whatever was committed before the call. Throws what keeps it from that.
    std::function<void()> settle;
    // Writes these documents again, or removes them; returns once that is done. Empty: nothing is repaired.
    std::function<void(const Ids&)> write_again;
    std::function<void(const Difference&)> report;          // once each, before it is repaired
    std::function<void(std::uint64_t documents)> compared;  // so many so far
  };
  Verifier(Parts parts, VerifyLimits limits) : parts_(std::move(parts)), limits_(limits) {}

  // Throws what its parts throw; kUnavailable when stopped.
  Verified Run(const Plan& plan, const std::string& generation, std::stop_token stop) const;

 private:
  struct Job;
  struct Judged;
  void CompareRows(Job& job) const;
  void FindGhosts(Job& job) const;
  bool Step(Job& job, const Ids& page) const;  // true
  void ComparePage(Job& job, const Ids& keys) const;
  void RenderEach(const Job& job, const Ids& ids, const std::function<void(Document&&)>& each,
                  const std::function<void(const std::string&)>& fails) const;
  void LookClosely(Job& job, const Ids& ids) const;
  Ids Judge(const Job& job, const Ids& ids, const std::function<void(Judged&&)>& each) const;
  void Tell(Job& job, Judged&& judged) const;
  void Repair(Job& job, const Ids& ids) const;

  const Parts parts_;
  const VerifyLimits limits_;
};

}  // namespace cdc::stream
