#include "tests/support/simulated_process.h"

#include <cstdlib>

namespace cdc::test {
namespace {

using namespace std::chrono_literals;

stream::SupervisorOptions Complete(stream::SupervisorOptions options, bool mortal) {
  options.drain = mortal ? 0s : 5s;
  options.pipeline.writer.stale = SimulatedWorld::kStale;
  options.pipeline.writer.busy = 24h;
  options.backoff = options.pipeline.backoff = options.pipeline.writer.backoff = {20ms, 400ms};
  for (std::size_t document = 0; document < SimulatedDatabase::kDocuments; ++document) {
    options.indices.push_back(
        {.name = IndexName(document), .definition = "{}", .definition_hash = "d", .root = "", .key = ""});
  }
  return options;
}

// $WALCAST_LOG=debug shows what a single seed does.
std::unique_ptr<Log> MakeLog() {
  const char* level = std::getenv("WALCAST_LOG");
  return level == nullptr ? NoLog() : StandardLog(level, "text");
}

}  // namespace

SimulatedProcess::SimulatedProcess(SimulatedWorld& world, stream::SupervisorOptions options, bool mortal)
    : world_(world),
      mortal_(mortal),
      log_(MakeLog()),
      supervisor_({database_, indices_, store_, workshop_, world.clock, *log_, pulses_},
                  Complete(std::move(options), mortal)),
      thread_([this](std::stop_token stop) {
        try {
          supervisor_.Run(stop);
        } catch (const std::exception& error) {
          const std::scoped_lock lock(mutex_);
          failure_ = error.what();
        }
      }) {}

void SimulatedProcess::End() {
  if (mortal_) life_.alive = false;
  stop_beside_.request_stop();
  thread_.request_stop();
  if (thread_.joinable()) thread_.join();
  beside_.clear();
}

template <typename Work>
void SimulatedProcess::Beside(Work work) {
  beside_.emplace_back([this, work] {
    try {
      work(stop_beside_.get_token());
    } catch (const Error& refused) {
      if (refused.kind() == Kind::kInternal) world_.Breach(refused.what());
    }
  });
}

void SimulatedProcess::Rebuild(const std::string& index) {
  Beside([this, index](std::stop_token) { supervisor_.Rebuild(index, 5s); });
}

void SimulatedProcess::RetryLetters(const std::string& index, const stream::Ids& ids) {
  Beside([this, index, ids](std::stop_token stop) { supervisor_.WriteAgain(index, ids, workshop_.MakeKit({}), stop); });
}

std::string SimulatedProcess::failure() const {
  const std::scoped_lock lock(mutex_);
  return failure_;
}

}  // namespace cdc::test
