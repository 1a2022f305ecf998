#include "cdc/cli/watching.h"

#include <future>

#include "cdc/base/error.h"

namespace cdc::cli {
namespace {

constexpr std::chrono::milliseconds kPause{500};

}  // namespace

std::optional<Progress> FillingProgress(const Json& status, const std::string& index) {
  std::optional<Progress> sum;
  if (!status.is_object() || !status.contains("indices") || !status["indices"].is_array()) return sum;
  for (const auto& one : status["indices"]) {
    bool meant = index.empty() || TextOf(one, "name") == index;
    if (!meant || !one.is_object() || !one.contains("filling") || !one["filling"].is_object()) continue;
    const auto& filling = one["filling"];
    if (!sum) sum = Progress{.done = 0, .total = 0, .per_second = 0, .seconds_left = std::nullopt};
    sum->done += CountOf(filling, "documents");
    *sum->total += CountOf(filling, "estimate");
    sum->per_second += NumberOf(filling, "per_second");
    // They are filled at the same time: the slowest decides.
    if (auto left = NumberOf(filling, "seconds_left"); left > 0)
      sum->seconds_left = std::max(sum->seconds_left.value_or(0), left);
  }
  return sum;
}

Json CallWithProgress(control::Service& service, ProgressLine& line, const std::function<Json(std::stop_token)>& call) {
  std::stop_source stop;
  auto answer = std::async(std::launch::async, [&] { return call(stop.get_token()); });
  while (answer.wait_for(kPause) != std::future_status::ready) {
    try {
      if (auto progress = FillingProgress(service.Status(), "")) line.Show(*progress);
    } catch (const Error&) {
      // Progress is a courtesy; whether the daemon is well is for `call` to find out.
    }
  }
  return answer.get();
}

}  // namespace cdc::cli
