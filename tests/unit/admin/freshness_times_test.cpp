#include "admin/server/freshness/times.h"

#include <gmock/gmock.h>

namespace admin::freshness {
namespace {

Json Times(const Json& written, Language language = Language::kEnglish) {
  Json freshness = Json::object();
  AddTimes(written, language, freshness);
  return freshness;
}

TEST(FreshnessTimes, AreOfTheLastAnswerAndTheLastCommitAndAtMostSoFarApart) {
  const auto times = Times({{"written", {{"from", 1'795'298'400'400}, {"until", 1'795'298'400'750}}},
                            {"committed", {{"from", 1'795'298'400'001}, {"until", 1'795'298'400'350}}},
                            {"unknown", nullptr}});
  EXPECT_EQ(times.at("written_from"), "2026-11-21T22:00:00.400Z");
  EXPECT_EQ(times.at("written_at"), "2026-11-21T22:00:00.750Z");
  EXPECT_EQ(times.at("committed_at"), "2026-11-21T22:00:00.350Z");
  EXPECT_EQ(times.at("after_ms"), 749);
  EXPECT_TRUE(times.at("time_unknown").is_null());
}

TEST(FreshnessTimes, OfWhatWasNotWrittenForACommitKnowNoCommit) {
  const auto times = Times({{"written", {{"from", 1'000}, {"until", 2'000}}}, {"committed", nullptr}});
  EXPECT_EQ(times.at("written_at"), "1970-01-01T00:00:02.000Z");
  EXPECT_TRUE(times.at("committed_at").is_null());
  EXPECT_TRUE(times.at("after_ms").is_null());
}

TEST(FreshnessTimes, AreNotNegativeWhereTheClocksDiffer) {
  EXPECT_EQ(
      Times({{"written", {{"from", 1'000}, {"until", 2'000}}}, {"committed", {{"from", 2'100}, {"until", 2'100}}}})
          .at("after_ms"),
      0);
}

TEST(FreshnessTimes, ThatAreNotKnownSayWhyInWords) {
  for (const auto* kind : {"forgotten", "under_way", "never", "of a later walcast"}) {
    const Json written = {{"written", nullptr}, {"committed", nullptr}, {"unknown", kind}};
    const auto english = Times(written), russian = Times(written, Language::kRussian);
    EXPECT_TRUE(english.at("written_at").is_null());
    EXPECT_TRUE(english.at("time_unknown").is_string());
    EXPECT_NE(english.at("time_unknown"), russian.at("time_unknown"));
  }
  EXPECT_THAT(Times({{"written", nullptr}, {"unknown", "forgotten"}}).at("time_unknown").get<std::string>(),
              testing::HasSubstr("longer ago than walcast remembers"));
}

TEST(FreshnessTimes, OfAnotherShapeAreNotKnown) {
  for (const auto& span :
       {Json(7), Json{{"from", 1}}, Json{{"from", -1}, {"until", 5}}, Json{{"from", "x"}, {"until", 5}},
        Json{{"from", 1}, {"until", 9'000'000'000'000'000'000}}}) {
    const auto times = Times({{"written", span}});
    EXPECT_TRUE(times.at("written_at").is_null()) << span;
    EXPECT_TRUE(times.at("time_unknown").is_string()) << span;
  }
}

TEST(FreshnessTimes, OfWhatTheIndexHasNotAreAllNull) {
  const auto times = Times(nullptr);
  for (const auto& [name, value] : times.items()) EXPECT_TRUE(value.is_null()) << name;
}

}  // namespace
}  // namespace admin::freshness
