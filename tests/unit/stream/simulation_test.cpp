// The promise (design §1), tried against a simulated world: whatever is changed, killed, restarted or unplugged, once
// the stream is idle every document equals its SQL, and no document is there that it does not return. $WALCAST_SEEDS
// seeds from $WALCAST_SEED on, $WALCAST_WORLDS of them at once.
#include <gtest/gtest.h>

#include <atomic>
#include <cstdlib>
#include <functional>
#include <thread>

#include "tests/support/simulated_process.h"
#include "tests/support/simulated_workload.h"

namespace cdc::test {
namespace {

using namespace std::chrono_literals;

class Simulation {
 public:
  explicit Simulation(std::uint64_t seed) : random_(seed * 13 + 5), world_(seed), workload_(world_, Mix(seed)) {}

  // What went wrong; "": nothing.
  std::string Run() {
    workload_.Fill();
    {
      const std::scoped_lock lock(world_.mutex);
      world_.faults = MakeFaults();
    }
    const std::size_t lives = 1 + Roll(3);
    for (std::size_t life = 1; life <= lives; ++life) {
      const bool last = life == lives;
      SimulatedProcess process(world_, Options(), !last && Roll(3) != 0);
      Live(process, 20 + Roll(60));
      if (last) return Finish(process);
      process.End();
      Meanwhile();
      if (!process.failure().empty()) return process.failure();
    }
    return {};
  }

 private:
  std::size_t Roll(std::size_t sides) { return random_() % sides; }
  bool Chance(int of_hundred) { return static_cast<int>(Roll(100)) < of_hundred; }

  // A late request ties with the delete that followed it, which only the walk of a truncated root would not write
  // again.
  static WorkloadMix Mix(std::uint64_t seed) {
    return {.truncate = 2,
            .truncate_roots = seed % 2 == 0,
            .poison = seed % 3 == 0 ? 3 : 0,
            .invisible = seed % 5 == 0 ? 90 : 50};
  }

  SimulatedFaults MakeFaults() {
    if (Chance(10)) return {};
    const auto up_to = [&](int most) { return static_cast<int>(Roll(static_cast<std::size_t>(most) + 1)); };
    return {.source_lost = up_to(20),
            .server_lost = up_to(40),
            .request_lost = up_to(100),
            .reply_lost = up_to(100),
            .late = world_.seed % 2 == 0 ? 0 : up_to(100),
            .cut_off = Chance(30) ? up_to(20) : 0,
            .busy = up_to(60),
            .store_lost = up_to(40),
            .slow = up_to(300)};
  }

  stream::SupervisorOptions Options() {
    stream::SupervisorOptions options;
    options.writers = 1 + Roll(3);
    options.backfill_workers = 1 + Roll(2);
    options.backfill.page = 1 + Roll(4);
    options.pipeline.batch = {
        .documents = 1 + Roll(20), .bytes = 1 << 16, .linger = Duration(5ms) * static_cast<long>(Roll(4))};
    options.pipeline.writer.documents = 1 + Roll(5);
    options.pipeline.page = 1 + Roll(5);
    options.pipeline.queue = 1 + Roll(4);
    options.pipeline.wide_pages = 1 + Roll(3);
    return options;
  }

  void Live(SimulatedProcess& process, std::size_t transactions) {
    for (std::size_t i = 0; i < transactions && world_.breach().empty() && process.failure().empty(); ++i) {
      workload_.Write();
      if (Chance(3)) process.Rebuild(IndexName(Roll(2)));
      if (Chance(3)) process.RetryLetters(IndexName(0), Letters());
      if (Chance(2)) Unplug();
      if (Chance(60)) world_.clock.Wait(std::chrono::milliseconds(Roll(100)), {});
    }
  }

  void Unplug() {
    const std::scoped_lock lock(world_.mutex);
    const TimePoint now = world_.clock.Now();
    if (Chance(50)) {
      world_.store_back = now + std::chrono::milliseconds(Roll(1000));
    } else {
      world_.index.Restart(now + SimulatedWorld::kOutage);
    }
  }

  stream::Ids Letters() {
    const std::scoped_lock lock(world_.mutex);
    stream::Ids ids;
    for (const auto& [generation, letters] : world_.letters) {
      for (const auto& [id, letter] : letters) {
        if (generation.starts_with(IndexName(0))) ids.push_back(id);
      }
    }
    return ids;
  }

  // No process runs: the world goes on, and the store may be flushed or put back.
  void Meanwhile() {
    for (std::size_t i = Roll(5); i > 0; --i) workload_.Write();
    const std::scoped_lock lock(world_.mutex);
    if (Chance(15)) world_.record.reset();
    if (Chance(15) && former_) world_.record = former_;
    former_ = world_.record;
  }

  std::string Finish(SimulatedProcess& process) {
    world_.Heal();
    const auto began = std::chrono::steady_clock::now();
    for (;;) {
      {
        const std::scoped_lock lock(world_.mutex);
        if (world_.Idle()) break;
      }
      if (!world_.breach().empty()) return world_.breach();
      if (!process.failure().empty()) return "the process ended: " + process.failure();
      const auto passed = std::chrono::steady_clock::now() - began;
      if (passed > 100s) return "the stream does not become idle: " + Standing(process);
      if (passed > 5s)
        world_.clock.SetSpeed(2);  // a busy machine: nothing is too old to be sent for want of a processor
      world_.clock.Wait(20ms, {});
    }
    process.End();
    const std::scoped_lock lock(world_.mutex);
    return world_.Compare();
  }

  std::string Standing(SimulatedProcess& process) {
    const auto look = process.supervisor().Look();
    std::string text =
        std::string(stream::Name(look.state)) + " " + look.error + ", " + std::to_string(look.in_flight) + " in flight";
    const std::scoped_lock lock(world_.mutex);
    text += ", log " + world_.database.wal().ToString() + " slot " + world_.slot.confirmed.ToString();
    if (!world_.record) return text + ", no record";
    text += " checkpoint " + world_.record->checkpoint.ToString();
    for (const auto& [name, index] : world_.record->indices) {
      text += ", " + name + " " + std::string(stream::Name(index.state)) + (index.filling ? " filling" : "");
    }
    return text;
  }

  std::mt19937_64 random_;
  SimulatedWorld world_;
  SimulatedWorkload workload_;
  std::optional<stream::Record> former_;
};

std::uint64_t Number(const char* name, std::uint64_t otherwise) {
  const char* text = std::getenv(name);
  return text == nullptr ? otherwise : std::strtoull(text, nullptr, 10);
}

// A build with a planted bug must print this line.
void Report(std::uint64_t seed, const std::string& failure) {
  ADD_FAILURE() << "the simulated world disagrees: seed " << seed << ": " << failure;
}

TEST(StreamSimulation, EveryDocumentEqualsItsSqlOnceTheStreamIsIdle) {
  const std::uint64_t first = Number("WALCAST_SEED", 1), count = Number("WALCAST_SEEDS", 300);
  std::atomic<std::uint64_t> next{0};
  std::atomic<bool> failed{false};
  std::vector<std::jthread> threads;
  for (std::uint64_t world = 0; world < Number("WALCAST_WORLDS", 8); ++world) {
    threads.emplace_back([&] {
      for (std::uint64_t i = next++; i < count && !failed; i = next++) {
        const std::string failure = Simulation(first + i).Run();
        if (failure.empty()) continue;
        failed = true;
        Report(first + i, failure);
      }
    });
  }
}

}  // namespace
}  // namespace cdc::test
