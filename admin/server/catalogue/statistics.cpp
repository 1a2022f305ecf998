#include "admin/server/catalogue/statistics.h"

#include "admin/server/catalogue/replica.h"
#include "admin/server/http/problem.h"
#include "admin/server/sql.h"
#include "admin/server/worker.h"

namespace admin::catalogue {
namespace {

constexpr auto kPatience = std::chrono::seconds(10);  // for the very first numbers

// Whoever makes the key counts; it is the minute's. An answer that was lost leaves the minute without numbers of its
// own, and the old ones stand.
const cdc::redis::Script kTakeTurn{"return redis.call('SET', KEYS[1], '1', 'NX', 'EX', 60) and 1 or 0"};

http::Response Answer(std::string json) {
  auto response = http::ReplyText(std::move(json));
  response.headers.Add("Cache-Control", "private, max-age=10");
  return response;
}

}  // namespace

StatisticsApi::StatisticsApi(const std::string& redis_prefix)
    : value_key_(redis_prefix + ":statistics:value"),
      turn_key_(redis_prefix + ":statistics:turn"),
      clock_(cdc::SystemClock()) {}

std::vector<http::Route> StatisticsApi::Routes() {
  return {{.method = "GET",
           .path = "/api/admin/statistics",
           .access = http::Access::kViewer,
           .lane = http::Lane::kLong,
           .name = "statistics",
           .tag = "statistics",
           .summary = "The catalogue in numbers, counted at most once a minute.",
           .call = [this](const http::Call& call) { return Read(call); },
           .reply = "Statistics",
           .scope = "read"}};
}

http::Response StatisticsApi::Read(const http::Call& call) const {
  const auto deadline = clock_->Now() + kPatience;
  do {
    if (call.worker->redis.Eval(kTakeTurn, {turn_key_}, {}).Integer() == 1) return Count(call);
    if (auto known = call.worker->redis.Command({"MGET", value_key_}).Texts().at(0)) return Answer(std::move(*known));
    // Somebody counts for the first time.
  } while (clock_->Now() < deadline && clock_->Wait(std::chrono::milliseconds(50), call.stop));
  throw http::Refusal(503,
                      http::Text(call.language, "The numbers are not counted yet.", "Статистика ещё не посчитана."));
}

http::Response StatisticsApi::Count(const http::Call& call) const {
  try {
    // For everybody: who asked first may go, the numbers are still wanted.
    http::Call counting = call;
    counting.stop = {};
    std::string json(catalogue::Read(counting, sql::kStatistics, {}).Text(0, 0));
    call.worker->redis.Command({"SET", value_key_, json, "EX", "86400"});
    return Answer(std::move(json));
  } catch (const cdc::Error&) {
    call.worker->redis.Command({"PEXPIRE", turn_key_, "5000"});  // another may try soon, but not all at once
    throw;
  }
}

}  // namespace admin::catalogue
