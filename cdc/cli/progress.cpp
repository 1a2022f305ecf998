#include "cdc/cli/progress.h"

#include <algorithm>
#include <cmath>
#include <ostream>

#include "cdc/base/units.h"

namespace cdc::cli {
namespace {

constexpr std::size_t kBar = 24;
constexpr double kLongestSeconds = 99 * 86400.0;

std::string Seconds(double seconds) {
  auto whole = static_cast<std::int64_t>(std::ceil(std::clamp(seconds, 0.0, kLongestSeconds)));
  return FormatDuration(std::chrono::seconds(whole));
}

}  // namespace

std::string FormatCount(std::uint64_t count) {
  auto digits = std::to_string(count);
  for (auto at = static_cast<std::ptrdiff_t>(digits.size()) - 3; at > 0; at -= 3)
    digits.insert(static_cast<std::size_t>(at), ",");
  return digits;
}

std::string FormatProgress(const std::string& what, const std::string& unit, const Progress& progress,
                           std::size_t columns) {
  std::string text = what + ": ";
  if (progress.total && *progress.total > 0) {
    // An estimate can be lower than the truth: never more than all, never "100 %" before the end.
    auto part = std::min(static_cast<double>(progress.done) / static_cast<double>(*progress.total), 1.0);
    auto filled = static_cast<std::size_t>(part * kBar);
    if (columns > 0) text += "[" + std::string(filled, '#') + std::string(kBar - filled, ' ') + "] ";
    text += std::to_string(static_cast<int>(part * 100)) + " %, ";
    text += FormatCount(progress.done) + " of " + FormatCount(std::max(progress.done, *progress.total)) + " " + unit;
  } else {
    text += FormatCount(progress.done) + " " + unit;
  }
  if (progress.per_second > 0)
    text += ", " + FormatCount(static_cast<std::uint64_t>(std::min(progress.per_second, 1e15))) + "/s";
  if (progress.seconds_left) text += ", " + Seconds(*progress.seconds_left) + " left";
  if (columns > 0 && text.size() > columns) text.resize(columns);
  return text;
}

ProgressLine::ProgressLine(const Invocation& invocation, const Clock& clock, std::string what, std::string unit)
    : terminal_(invocation.terminal()),
      clock_(clock),
      what_(std::move(what)),
      unit_(std::move(unit)),
      silent_(invocation.quiet() || invocation.json()) {}

ProgressLine::~ProgressLine() {
  if (shown_ && terminal_.err_is_terminal) terminal_.err << "\r\x1b[K" << std::flush;
}

void ProgressLine::Show(const Progress& progress) {
  if (silent_) return;
  auto now = clock_.Now();
  auto pause = terminal_.err_is_terminal ? Duration(std::chrono::milliseconds(100)) : Duration(std::chrono::seconds(5));
  if (shown_ && now - *shown_ < pause) return;
  shown_ = now;
  if (terminal_.err_is_terminal) {
    auto columns = std::max<std::size_t>(terminal_.columns, 2) - 1;  // the last column would break the line
    terminal_.err << '\r' << FormatProgress(what_, unit_, progress, columns) << "\x1b[K" << std::flush;
  } else {
    terminal_.err << FormatProgress(what_, unit_, progress, 0) << std::endl;
  }
}

}  // namespace cdc::cli
