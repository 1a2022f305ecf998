// One process of walcast in a SimulatedWorld: a Supervisor with its ports, on a thread of its own. It can be told to
// stop, or be killed: then nothing it still does reaches the world.
#pragma once

#include <exception>
#include <memory>
#include <mutex>
#include <string>
#include <thread>

#include "cdc/base/log.h"
#include "tests/support/simulated_ports.h"

namespace cdc::test {

class SimulatedProcess {
 public:
  // `mortal`: it is going to be killed.
  SimulatedProcess(SimulatedWorld& world, stream::SupervisorOptions options, bool mortal);
  ~SimulatedProcess() { End(); }

  void End();  // kills a mortal, stops another in order
  stream::Supervisor& supervisor() { return supervisor_; }
  // A person at work beside the stream; refusals are fine.
  void Rebuild(const std::string& index);
  void RetryLetters(const std::string& index, const stream::Ids& ids);
  // What ended the process by itself; "": it runs.
  std::string failure() const;

 private:
  template <typename Work>
  void Beside(Work work);

  SimulatedWorld& world_;
  SimulatedLife life_;
  const bool mortal_;
  SimulatedStore store_{world_, life_};
  SimulatedDatabasePort database_{world_, life_};
  SimulatedIndices indices_{world_, life_};
  SimulatedWorkshop workshop_{world_, life_};
  const std::unique_ptr<Log> log_;
  Pulses pulses_{world_.clock, std::chrono::hours(1)};
  stream::Supervisor supervisor_;
  mutable std::mutex mutex_;
  std::string failure_;  // guarded by mutex_
  std::stop_source stop_beside_;
  std::vector<std::jthread> beside_;
  std::jthread thread_;  // last
};

}  // namespace cdc::test
