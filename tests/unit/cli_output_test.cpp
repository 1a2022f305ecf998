// Tables, progress and what else the commands print.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <sstream>

#include "cdc/cli/output.h"
#include "cdc/cli/plan_print.h"
#include "cdc/cli/progress.h"
#include "cdc/cli/service_status.h"
#include "cdc/cli/table.h"
#include "cdc/cli/watching.h"
#include "tests/support/fake_service.h"

namespace cdc::cli {
namespace {

using testing::ContainsRegex;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

class FakeClock : public Clock {
 public:
  TimePoint Now() const override { return now_; }
  bool Wait(Duration, std::stop_token) const override { return true; }
  void Pass(Duration time) { now_ += time; }

 private:
  TimePoint now_{};
};

class Output : public testing::Test {
 protected:
  Invocation With(std::multimap<std::string, std::string> options) {
    return Invocation(terminal_, {}, std::move(options));
  }

  std::istringstream in_;
  std::ostringstream out_, err_;
  Terminal terminal_{.in = in_, .out = out_, .err = err_};
  FakeClock clock_;
};

Table Slots() {
  Table table("slots", {{.name = "NAME"},
                        {.name = "ACTIVE", .type = Column::Type::kBoolean},
                        {.name = "BYTES", .type = Column::Type::kNumber, .right = true}});
  table.Add({"walcast", "true", "18446744073709551615"});
  table.Add({"a \"b\"\x1b[31m\n", "false", std::nullopt});
  return table;
}

TEST_F(Output, ATableAndItsJsonHoldTheSame) {
  Slots().Print(With({}));
  EXPECT_THAT(out_.str(), testing::StartsWith("NAME"));
  EXPECT_THAT(out_.str(), HasSubstr("18446744073709551615"));
  out_.str("");
  Slots().Print(With({{"json", ""}}));
  auto json = nlohmann::json::parse(out_.str());
  EXPECT_EQ(json["slots"][0],
            (nlohmann::json{{"name", "walcast"}, {"active", true}, {"bytes", 18446744073709551615ULL}}));
  EXPECT_EQ(json["slots"][1]["name"], "a \"b\"\x1b[31m\n");
  EXPECT_TRUE(json["slots"][1]["bytes"].is_null());
}

TEST_F(Output, ATableMakesControlCharactersHarmless) {
  Slots().Print(With({}));
  EXPECT_THAT(out_.str(), Not(HasSubstr("\x1b")));
}

TEST_F(Output, AnEmptyTableIsAnEmptyList) {
  Table table("slots", {{.name = "NAME"}});
  table.Print(With({{"json", ""}}));
  EXPECT_EQ(nlohmann::json::parse(out_.str())["slots"], nlohmann::json::array());
}

TEST_F(Output, TextOfAServerIsHarmless) { EXPECT_EQ(Harmless("a\x1b[31m\xc2\x9b\x7f\tй"), "a?[31m???й"); }

TEST_F(Output, ProgressTellsDoneRateAndTimeLeft) {
  Progress half{.done = 1000, .total = 2000, .per_second = 500, .seconds_left = 2};
  EXPECT_EQ(FormatProgress("movies", "documents", half, 200),
            "movies: [############            ] 50 %, 1,000 of 2,000 documents, 500/s, 2.0 s left");
  EXPECT_EQ(FormatProgress("movies", "documents", half, 0),
            "movies: 50 %, 1,000 of 2,000 documents, 500/s, 2.0 s left");
  EXPECT_EQ(FormatProgress("movies", "documents", half, 20).size(), 20U);
  EXPECT_EQ(FormatProgress("movies", "documents", {.done = 5}, 0), "movies: 5 documents");
}

TEST_F(Output, AnEstimateThatWasTooLowIsNeverOverHundred) {
  Progress over{.done = 3000, .total = 2000, .per_second = -1, .seconds_left = std::nullopt};
  EXPECT_EQ(FormatProgress("m", "documents", over, 0), "m: 100 %, 3,000 of 3,000 documents");
}

TEST_F(Output, CountsHaveSeparators) {
  EXPECT_EQ(FormatCount(0), "0");
  EXPECT_EQ(FormatCount(999), "999");
  EXPECT_EQ(FormatCount(1000), "1,000");
  EXPECT_EQ(FormatCount(1234567), "1,234,567");
}

TEST_F(Output, ElsewhereThanOnATerminalALineComesEveryFiveSeconds) {
  ProgressLine line(With({}), clock_, "movies", "documents");
  for (int second = 0; second < 12; ++second) {
    line.Show({.done = static_cast<std::uint64_t>(second)});
    clock_.Pass(std::chrono::seconds(1));
  }
  EXPECT_EQ(err_.str(), "movies: 0 documents\nmovies: 5 documents\nmovies: 10 documents\n");
  EXPECT_THAT(out_.str(), IsEmpty());
}

TEST_F(Output, OnATerminalTheLineIsDrawnOverAndLeftEmpty) {
  terminal_.err_is_terminal = true;
  {
    ProgressLine line(With({}), clock_, "movies", "documents");
    line.Show({.done = 1});
    line.Show({.done = 2});
    clock_.Pass(std::chrono::milliseconds(200));
    line.Show({.done = 3});
  }
  EXPECT_EQ(err_.str(), "\rmovies: 1 documents\x1b[K\rmovies: 3 documents\x1b[K\r\x1b[K");
}

TEST_F(Output, QuietAndJsonShowNoProgressAndSayNothing) {
  for (const char* option : {"quiet", "json"}) {
    auto invocation = With({{option, ""}});
    ProgressLine line(invocation, clock_, "movies", "documents");
    line.Show({.done = 1});
    Say(invocation, "hello");
  }
  EXPECT_THAT(err_.str(), IsEmpty());
}

TEST_F(Output, ColoursAreForTerminalsThatWantThem) {
  EXPECT_FALSE(With({}).color());
  terminal_.out_is_terminal = true;
  EXPECT_TRUE(With({}).color());
  EXPECT_FALSE(With({{"no-color", ""}}).color());
  terminal_.environment["NO_COLOR"] = "1";
  EXPECT_FALSE(With({}).color());
}

Json TwoFillings() {
  return Json::parse(R"({"state": "streaming", "checkpoint": "0/10", "server": "0/20", "lag_bytes": 16, "error": null,
    "slot": {"name": "walcast", "plugin": "wal2json", "active": true, "confirmed": "0/10", "wal_status": "reserved", "retained_bytes": 2048},
    "indices": [
      {"name": "movies", "state": "rebuilding", "reason": "", "generation": "movies-000001", "documents": 5000, "dead_letters": 1,
       "filling": {"generation": "movies-000002", "documents": 100, "estimate": 1000, "per_second": 50.5, "seconds_left": 20}},
      {"name": "genres", "state": "backfilling", "reason": "", "generation": "", "documents": null, "dead_letters": 0,
       "filling": {"generation": "genres-000001", "documents": 10, "estimate": 20, "per_second": 1, "seconds_left": 10}},
      {"name": "persons", "state": "suspended", "reason": "mapping", "generation": "persons-000001", "documents": 1,
       "dead_letters": 0, "filling": null}]})");
}

TEST_F(Output, TheStatusShowsStreamSlotAndIndices) {
  PrintStatus(With({}), TwoFillings());
  for (const char* part :
       {"state       streaming", "checkpoint  0/10, server 0/20, behind 16 B", "slot        walcast (wal2json)",
        "movies-000001", "5,000", "100 of 1,000 into movies-000002", "suspended", "mapping"}) {
    EXPECT_THAT(out_.str(), HasSubstr(part));
  }
}

TEST_F(Output, TheStatusShowsWhatIsStale) {
  auto status = TwoFillings();
  status["indices"][0]["stale"] = true;
  status["indices"][1]["stale"] = false;
  status["indices"].push_back(Json{{"name", "tags"}, {"state", "live"}, {"stale", true}, {"reason", ""}});
  PrintStatus(With({}), status);
  EXPECT_THAT(out_.str(), ContainsRegex("movies +rebuilding, stale .*being rebuilt"));
  EXPECT_THAT(out_.str(), ContainsRegex("tags +live, stale .*to be rebuilt"));
  EXPECT_THAT(out_.str(), Not(HasSubstr("backfilling, stale")));
}

TEST_F(Output, TheStatusTellsWhatToDoAboutASuspendedIndex) {
  PrintStatus(With({}), TwoFillings());
  EXPECT_THAT(out_.str(), HasSubstr("\npersons is suspended; mend it, then: walcast rebuild persons\n"));
  EXPECT_THAT(out_.str(), Not(HasSubstr("rebuild movies")));
}

TEST_F(Output, AStatusOfAnotherVersionIsShownAsFarAsItGoes) {
  for (const char* text : {"{}", R"({"indices": 5, "slot": [], "state": 7})",
                           R"({"indices": [1, {"name": 2, "filling": "x", "documents": "y"}]})"}) {
    PrintStatus(With({}), Json::parse(text));
  }
  EXPECT_THAT(out_.str(), HasSubstr("state"));
}

TEST_F(Output, FillingsAreSummedAndTheSlowestDecides) {
  auto all = FillingProgress(TwoFillings(), "");
  ASSERT_TRUE(all);
  EXPECT_EQ(all->done, 110U);
  EXPECT_EQ(all->total, 1020U);
  EXPECT_EQ(all->seconds_left, 20);
  EXPECT_EQ(FillingProgress(TwoFillings(), "genres")->done, 10U);
  EXPECT_FALSE(FillingProgress(TwoFillings(), "persons"));
  EXPECT_FALSE(FillingProgress(Json::parse("[]"), ""));
}

TEST_F(Output, ACallShowsProgressAndPassesItsErrorOn) {
  control::FakeService service;
  service.on_status = [] { return TwoFillings(); };
  ProgressLine line(With({}), clock_, "filling", "documents");
  EXPECT_EQ(CallWithProgress(service, line, [](std::stop_token) { return Json{{"lsn", "0/1"}}; })["lsn"], "0/1");
  EXPECT_THROW(CallWithProgress(service, line, [](std::stop_token) -> Json { throw Error(Kind::kNotYet, "x", "y"); }),
               Error);
}

}  // namespace
}  // namespace cdc::cli
