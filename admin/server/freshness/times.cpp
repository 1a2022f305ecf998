#include "admin/server/freshness/times.h"

#include <algorithm>
#include <chrono>
#include <ctime>
#include <optional>

#include <fmt/format.h>

#include "admin/server/http/problem.h"

namespace admin::freshness {
namespace {

using http::Text;

struct Span {  // Unix milliseconds
  std::int64_t from = 0, until = 0;
};

constexpr std::int64_t kLastTime = 253'402'300'799'999;  // of the year 9999

std::optional<Span> SpanOf(const Json& written, const char* member) {
  const auto found = written.find(member);
  if (found == written.end() || !found->is_object()) return std::nullopt;
  const auto number = [&](const char* end) -> std::int64_t {
    const auto at = found->find(end);
    return at != found->end() && at->is_number_integer() ? at->get<std::int64_t>() : -1;
  };
  const Span span{number("from"), number("until")};
  const bool sound = span.from >= 0 && span.until >= 0 && span.from <= kLastTime && span.until <= kLastTime;
  return sound ? std::optional(span) : std::nullopt;
}

std::string Rfc3339(std::int64_t milliseconds) {
  const auto seconds = static_cast<std::time_t>(milliseconds / 1000);
  std::tm parts{};
  gmtime_r(&seconds, &parts);
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:03}Z", parts.tm_year + 1900, parts.tm_mon + 1,
                     parts.tm_mday, parts.tm_hour, parts.tm_min, parts.tm_sec, milliseconds % 1000);
}

std::string WhyUnknown(const Json& written, Language language) {
  const auto reason = written.find("unknown");
  const std::string kind = reason != written.end() && reason->is_string() ? reason->get<std::string>() : "";
  if (kind == "forgotten") {
    return Text(language,
                "It was written longer ago than walcast remembers: before it began to stream, or very many writes ago.",
                "Запись старше того, что помнит walcast: она сделана до начала потока или очень много записей назад.");
  }
  if (kind == "under_way") {
    return Text(language, "It is being written: Elasticsearch has not confirmed it yet.",
                "Запись идёт: Elasticsearch её ещё не подтвердил.");
  }
  if (kind == "never") {
    return Text(language, "walcast knows of no write of this version of the document.",
                "walcast не знает о записи этой версии документа.");
  }
  return Text(language, "walcast does not tell.", "walcast этого не сообщает.");
}

}  // namespace

void AddTimes(const Json& written, Language language, Json& freshness) {
  for (const auto* member : {"written_from", "written_at", "committed_at", "after_ms", "time_unknown"})
    freshness[member] = nullptr;
  if (written.is_null()) return;
  const auto wrote = SpanOf(written, "written");
  if (!wrote) {
    freshness["time_unknown"] = WhyUnknown(written, language);
    return;
  }
  freshness["written_from"] = Rfc3339(wrote->from);
  freshness["written_at"] = Rfc3339(wrote->until);
  const auto committed = SpanOf(written, "committed");
  if (!committed) return;
  freshness["committed_at"] = Rfc3339(committed->until);
  freshness["after_ms"] = std::max<std::int64_t>(0, wrote->until - committed->from);
}

}  // namespace admin::freshness
