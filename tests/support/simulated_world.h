// Everything around cdc/stream, simulated: a database, an index, a store, and what goes wrong between them. Its parts
// check, at each call, what must never happen; the first breach is kept. A process of walcast is given its ports by a
// SimulatedProcess and may be killed at any moment; the world goes on.
#pragma once

#include <mutex>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include "cdc/stream/store.h"
#include "tests/support/scaled_clock.h"
#include "tests/support/simulated_database.h"
#include "tests/support/simulated_index.h"

namespace cdc::test {

// How often things go wrong: of 1,000 calls.
struct SimulatedFaults {
  int source_lost = 0;   // a message
  int server_lost = 0;   // a query
  int request_lost = 0;  // a bulk request, before it is applied
  int reply_lost = 0;    // a bulk request, after it was applied
  int late = 0;          // a bulk request, applied after its reply was given up
  int cut_off = 0;       // a writer's connection, for a while
  int busy = 0;          // a document in a bulk request
  int store_lost = 0;    // a call of the store
  int slow = 0;          // a call takes long
};

// A stream::Slot and who holds it.
struct SimulatedSlot {
  bool exists = false;
  Lsn confirmed;
  const void* holder = nullptr;
  TimePoint free_at{};  // a dead walsender holds it until then
};

class SimulatedWorld {
 public:
#if defined(__SANITIZE_THREAD__) || defined(__SANITIZE_ADDRESS__)
  static constexpr int kSpeed = 5;
#else
  static constexpr int kSpeed = 20;
#endif
  static constexpr Duration kStale = std::chrono::seconds(1);   // WriterLimits::stale
  static constexpr Duration kOutage = std::chrono::seconds(3);  // of a restart: longer than kStale, as in production
  static constexpr Duration kLate = std::chrono::milliseconds(400);  // a request arrives at most that much later
  static constexpr Duration kForget = std::chrono::seconds(6);       // gc_deletes: longer than kStale + kLate
  // A row with this word makes the SQL of documents that show it fail.
  static constexpr const char* kFailing = "failing";

  explicit SimulatedWorld(std::uint64_t seed);

  // ---- with mutex held

  void Settle();
  std::uint64_t Roll(std::uint64_t sides) { return random_() % sides; }
  bool Chance(int of_thousand) { return static_cast<int>(Roll(1000)) < of_thousand; }
  void Breach(const std::string& what);  // keeps the first
  // The checkpoint is about to be kept: everything before it must be readable, and in the indices that are served.
  void CheckDurable(Lsn checkpoint);
  // Differences between what the SQL says and what the index holds; "": none.
  std::string Compare();
  // Nothing is under way any more.
  bool Idle();

  // ---- from any thread

  std::string breach() const;
  void Heal();  // no faults from now on; everything can be read, the index is up

  const std::uint64_t seed;
  ScaledClock clock{kSpeed};

  mutable std::mutex mutex;  // guards what follows
  SimulatedFaults faults;
  SimulatedDatabase database;
  SimulatedIndex index{kForget};
  SimulatedSlot slot;
  std::optional<stream::Record> record;                                      // the store's
  std::map<std::string, std::map<std::string, stream::DeadLetter>> letters;  // the store's, by generation
  TimePoint store_back{};                                                    // the store is away until then

 private:
  std::optional<std::string> CheckIndex(std::size_t document, const SimulatedIndex::Held& held, Lsn checkpoint) const;
  std::string CompareIndex(std::size_t document);

  std::mt19937_64 random_;
  std::string breach_;
};

inline const std::string& IndexName(std::size_t document) {
  static const std::string kNames[] = {"films", "people"};
  return kNames[document];
}

}  // namespace cdc::test
