// How far something long has come: a bar on a terminal, a plain line now and then elsewhere. Standard error only.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "cdc/base/clock.h"
#include "cdc/cli/command.h"

namespace cdc::cli {

struct Progress {
  std::uint64_t done = 0;
  std::optional<std::uint64_t> total{};  // as far as it is known; may be an estimate that turns out too low
  double per_second = 0;
  std::optional<double> seconds_left{};
};

// "[#####     ]  50 %  1,000 of 2,000 documents, 500/s, 2 s left": `columns` wide at most; 0: without the bar.
std::string FormatProgress(const std::string& what, const std::string& unit, const Progress& progress,
                           std::size_t columns);
// "1,234,567"
std::string FormatCount(std::uint64_t count);

class ProgressLine {  // one thread
 public:
  // `what`: "movies"; `unit`: "documents". Writes nothing with --quiet or --json.
  ProgressLine(const Invocation& invocation, const Clock& clock, std::string what, std::string unit);
  ~ProgressLine();  // leaves the line of the terminal
  ProgressLine(const ProgressLine&) = delete;
  ProgressLine& operator=(const ProgressLine&) = delete;

  // On a terminal at most ten times a second, elsewhere once in five seconds.
  void Show(const Progress& progress);

 private:
  Terminal& terminal_;
  const Clock& clock_;
  const std::string what_, unit_;
  const bool silent_;
  std::optional<TimePoint> shown_;
};

}  // namespace cdc::cli
