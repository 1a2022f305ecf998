// What Prometheus reads, and the rates and quantiles of the status.
#include "cdc/control/metrics.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <regex>
#include <set>
#include <sstream>

#include "cdc/control/history.h"
#include "tests/unit/stream/fakes.h"

namespace cdc::control {
namespace {

using namespace std::chrono_literals;

struct Exposition {
  std::map<std::string, std::string> types;  // by family
  std::map<std::string, double> values;      // by name and labels, as they stand there
  std::string fault;                         // the first line that means nothing
};

// The text format, version 0.0.4: comments of two kinds, and samples of families that were announced.
Exposition Parse(const std::string& text) {
  static const std::regex kHelp(R"(# HELP [a-z_]+ .+)");
  static const std::regex kType(R"(# TYPE ([a-z_]+) (counter|gauge|histogram))");
  static const std::regex kSample(R"(([a-z_]+)(\{[a-z_]+="[^"\\]*"(,[a-z_]+="[^"\\]*")*\})? (\S+))");
  Exposition parsed;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    std::smatch match;
    if (std::regex_match(line, kHelp)) continue;
    if (std::regex_match(line, match, kType)) {
      if (!parsed.types.emplace(match[1], match[2]).second) parsed.fault = line;
    } else if (std::regex_match(line, match, kSample)) {
      const std::string name = match[1];
      const std::string family = std::regex_replace(name, std::regex("_(bucket|sum|count)$"), "");
      if (!parsed.types.contains(name) && !parsed.types.contains(family)) parsed.fault = line;
      if (!parsed.values.emplace(name + match[2].str(), std::stod(match[4])).second) parsed.fault = line;
    } else {
      parsed.fault = line;
    }
  }
  return parsed;
}

Observation Everything() {
  Observation seen;
  seen.snapshot.state = stream::DaemonState::kStreaming;
  seen.snapshot.paused = 1'790'000'000;
  seen.snapshot.in_flight = 3;
  Snapshot::Index index;
  index.view.name = "movies";
  index.view.record.state = stream::IndexState::kRebuilding;
  index.view.record.generation = "movies-000001";
  index.dead_letters = 4;
  index.progress = stream::Backfill::Progress{.documents = 10, .estimate = 30, .per_second = 5};
  seen.snapshot.indices.push_back(index);
  seen.ready = true;
  seen.slot.emplace();
  seen.slot->wal_status = "extended";
  seen.slot->retained = 4096;
  seen.slot->safe = -8;
  seen.server = Lsn{1000};
  seen.lag_bytes = 77;
  seen.lag_seconds = 1.5;
  seen.documents["movies"] = {.applied = 9'007'199'254'740'991, .stale = 1, .rejected = 2, .retried = 3};
  seen.now.rows["content.film_work"] = 12;
  stream::Histogram histogram;
  for (const auto time : std::initializer_list<Duration>{-5s, 4ms, 4ms, 2h}) histogram.Add(time);
  seen.now.end_to_end = histogram.Read();
  return seen;
}

TEST(ControlMetrics, AreInTheTextFormatOfPrometheusUnderOurNames) {
  const auto parsed = Parse(MetricsOf(Everything()));
  EXPECT_EQ(parsed.fault, "");
  EXPECT_GT(parsed.types.size(), 20U);
  for (const auto& [name, type] : parsed.types) {
    EXPECT_TRUE(name.starts_with("walcast_")) << name;
    EXPECT_EQ(name.ends_with("_total"), type == "counter") << name;
  }
}

TEST(ControlMetrics, TellWhatWasSeen) {
  const auto values = Parse(MetricsOf(Everything())).values;
  const std::map<std::string, double> expected = {
      {R"(walcast_state{state="streaming"})", 1},
      {R"(walcast_state{state="standby"})", 0},
      {"walcast_paused", 1},
      {"walcast_batches_in_flight", 3},
      {R"(walcast_rows_total{table="content.film_work"})", 12},
      {"walcast_lag_bytes", 77},
      {"walcast_lag_seconds", 1.5},
      {"walcast_slot_retained_bytes", 4096},
      {"walcast_slot_safe_wal_bytes", -8},
      {R"(walcast_slot_wal_status{status="extended"})", 1},
      {R"(walcast_slot_wal_status{status="lost"})", 0},
      {R"(walcast_documents_total{index="movies",result="applied"})", 9'007'199'254'740'991.0},
      {R"(walcast_documents_total{index="movies",result="retried"})", 3},
      {R"(walcast_index_state{index="movies",state="rebuilding"})", 1},
      {R"(walcast_index_stale{index="movies"})", 1},
      {R"(walcast_dead_letters{index="movies"})", 4},
      {R"(walcast_fill_documents{index="movies"})", 10},
  };
  for (const auto& [name, value] : expected) {
    ASSERT_TRUE(values.contains(name)) << name;
    EXPECT_EQ(values.at(name), value) << name;
  }
}

TEST(ControlMetrics, HistogramsAreCumulativeAndEndAtInfinity) {
  const auto values = Parse(MetricsOf(Everything())).values;
  EXPECT_EQ(values.at(R"(walcast_end_to_end_latency_seconds_bucket{le="0.001"})"), 1) << "clocks that differ";
  EXPECT_EQ(values.at(R"(walcast_end_to_end_latency_seconds_bucket{le="0.005"})"), 3);
  EXPECT_EQ(values.at(R"(walcast_end_to_end_latency_seconds_bucket{le="3600"})"), 3);
  EXPECT_EQ(values.at(R"(walcast_end_to_end_latency_seconds_bucket{le="+Inf"})"), 4);
  EXPECT_EQ(values.at("walcast_end_to_end_latency_seconds_count"), 4);
  EXPECT_NEAR(values.at("walcast_end_to_end_latency_seconds_sum"), 7200.008, 1e-6);
}

TEST(ControlMetrics, WhatIsNotKnownIsLeftOut) {
  const auto values = Parse(MetricsOf({})).values;
  EXPECT_FALSE(values.contains("walcast_lag_bytes")) << "no lag is not the same as an unknown one";
  EXPECT_FALSE(values.contains("walcast_slot_retained_bytes"));
  EXPECT_TRUE(values.contains("walcast_ready"));
}

TEST(Latency, QuantilesLieInTheirBucketAndNothingHasNone) {
  stream::Histogram histogram;
  EXPECT_EQ(histogram.Read().Quantile(0.5), std::nullopt);
  for (int i = 0; i < 98; ++i) histogram.Add(4ms);
  for (int i = 0; i < 2; ++i) histogram.Add(6s);
  const auto counts = histogram.Read();
  EXPECT_GT(counts.Quantile(0.5), 0.003);
  EXPECT_LE(counts.Quantile(0.95), 0.005);
  EXPECT_GT(counts.Quantile(0.99), 5.0);
  EXPECT_LE(counts.Quantile(1), 7.0);
}

TEST(ControlHistory, RatesAreThoseOfTheLastMinute) {
  stream::Meters meters;
  History history;
  TimePoint now{1h};
  const auto look = [&](std::uint64_t server) { return History::Read(meters, now, Lsn{server}); };
  EXPECT_EQ(history.Until(look(100)).seconds, 0);
  EXPECT_EQ(history.Until(look(100)).wal, std::nullopt);
  meters.Index("movies").applied = 1'000'000;  // long ago
  meters.end_to_end.Add(1h);
  for (int second = 0; second <= 100; ++second) {
    history.Add(look(1000 + static_cast<std::uint64_t>(second) * 50));
    now += 1s;
    meters.Index("movies").applied += 20;
    meters.Rows({"content", "film_work"}) += 4;
    meters.end_to_end.Add(4ms);
  }
  const auto recent = history.Until(look(1000 + 101 * 50));
  EXPECT_NEAR(recent.seconds, 60, 2);
  EXPECT_NEAR(recent.written.at("movies"), 20, 0.01);
  EXPECT_NEAR(recent.rows.at("content.film_work"), 4, 0.01);
  EXPECT_NEAR(recent.wal.value(), 50, 0.01);
  EXPECT_LE(recent.end_to_end.Quantile(1), 0.005) << "the hour was before";
}

TEST(ControlHistory, TheLimitOfTheSlotIsReachedAtThePaceOfTheWal) {
  Observation seen;
  EXPECT_EQ(SecondsToLimit(seen), std::nullopt);
  seen.slot = stream::SlotState{};
  seen.recent.wal = 1000;
  EXPECT_EQ(SecondsToLimit(seen), std::nullopt) << "no limit";
  seen.slot->safe = 60'000;
  EXPECT_EQ(SecondsToLimit(seen), 60);
  seen.slot->safe = -1;
  EXPECT_EQ(SecondsToLimit(seen), 0);
  seen.recent.wal = 0;
  EXPECT_EQ(SecondsToLimit(seen), std::nullopt);
}

}  // namespace
}  // namespace cdc::control
