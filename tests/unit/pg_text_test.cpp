#include <gtest/gtest.h>

#include "cdc/pg/connect.h"
#include "cdc/pg/connection.h"
#include "cdc/pg/timeline.h"

namespace cdc::pg {
namespace {

TEST(PgText, AnArrayIsReadBackAsItWasWritten) {
  const std::vector<Parameter> values{"plain", "",       "NULL",       std::nullopt, "null", "a,b", "{}",
                                      "\"q\"", "\\back", "two\nlines", " blank ",    "ключ", "'"};
  EXPECT_EQ(ParseArray(ArrayLiteral(values)), values);
  EXPECT_EQ(ParseArray("{}"), std::vector<Parameter>{});
}

TEST(PgText, AnArrayOfStringsHasNoNulls) {
  const std::vector<std::string> values{"NULL", "", "x"};
  EXPECT_EQ(ArrayLiteral(values), R"({"NULL","","x"})");
}

TEST(PgText, ElementsWithoutQuotesAreRead) {
  EXPECT_EQ(ParseArray("{1,NULL,abc}"), (std::vector<Parameter>{"1", std::nullopt, "abc"}));
  EXPECT_EQ(ParseArray(R"({"NULL",b})"), (std::vector<Parameter>{"NULL", "b"}));
}

TEST(PgText, WhatIsNoArrayIsCorrupt) {
  for (const char* text : {"", "{", "}", "a", "{a", "a}", "{a,}", "{,a}", "{,}", "{\"a}", "{\"a\"b}", "{a\"b\"}",
                           "{\"a\\\"}", "{a\\}", "{{1},{2}}", "[0:1]={a,b}", "{a}b}"}) {
    try {
      ParseArray(text);
      ADD_FAILURE() << text << " was read";
    } catch (const Error& error) {
      EXPECT_EQ(error.kind(), Kind::kCorrupt) << text;
    }
  }
}

TEST(PgText, ANameIsQuotedWithItsQuotesDoubled) {
  EXPECT_EQ(QuoteName("film_work"), "\"film_work\"");
  EXPECT_EQ(QuoteName("a\"b"), "\"a\"\"b\"");
}

TEST(PgText, SqlStatesMeanWhatFollowsFromThem) {
  const std::vector<std::pair<const char*, Kind>> table{
      {"", Kind::kUnavailable},      {"08006", Kind::kUnavailable}, {"57P01", Kind::kUnavailable},
      {"57014", Kind::kTimeout},     {"53300", Kind::kUnavailable}, {"40001", Kind::kUnavailable},
      {"40P01", Kind::kUnavailable}, {"55P03", Kind::kUnavailable}, {"25006", Kind::kUnavailable},
      {"58030", Kind::kUnavailable}, {"72000", Kind::kUnavailable}, {"42501", Kind::kRights},
      {"28P01", Kind::kRights},      {"55006", Kind::kSlotBusy},    {"3D000", Kind::kConfig},
      {"55000", Kind::kConfig},      {"26000", Kind::kConfig},      {"42P05", Kind::kConfig},
      {"22P02", Kind::kRow},         {"22012", Kind::kRow},         {"21000", Kind::kRow},
      {"P0001", Kind::kRow},         {"54000", Kind::kRow},         {"42601", Kind::kBadDocument},
      {"42P01", Kind::kBadDocument}, {"0A000", Kind::kBadDocument}, {"XX000", Kind::kUnavailable},
      {"23505", Kind::kInternal},    {"25P03", Kind::kUnavailable}, {"25P04", Kind::kUnavailable}};
  for (const auto& [state, kind] : table) EXPECT_EQ(KindOf(state), kind) << state;
}

TEST(PgConnectError, TheSqlStateDecidesWhateverTheLanguageOfTheServer) {
  const Error error = ConnectError(
      "connection to server at \"127.0.0.1\", port 5432 failed: ВАЖНО:  28P01: пользователь \"x\" не прошёл проверку\n"
      "LOCATION:  auth_failed, auth.c:338\n");
  EXPECT_EQ(error.kind(), Kind::kRights);
  EXPECT_STREQ(error.what(),
               "PostgreSQL refused the connection: connection to server at \"127.0.0.1\", port 5432 failed: ВАЖНО:  "
               "пользователь \"x\" не прошёл проверку");
}

TEST(PgConnectError, EachCauseHasItsKind) {
  EXPECT_EQ(ConnectError("x failed: FATAL:  3D000: database \"d\" does not exist").kind(), Kind::kConfig);
  EXPECT_EQ(ConnectError("x failed: FATAL:  42501: must be superuser").kind(), Kind::kRights);
  EXPECT_EQ(ConnectError("x failed: FATAL:  53300: sorry, too many clients already").kind(), Kind::kUnavailable);
  EXPECT_EQ(ConnectError("x failed: FATAL:  57P03: the database system is starting up").kind(), Kind::kUnavailable);
  EXPECT_EQ(ConnectError("x failed: Connection refused\n\tIs the server running?").kind(), Kind::kUnavailable);
  EXPECT_EQ(ConnectError("x failed: server is in hot standby mode").kind(), Kind::kUnavailable);
  EXPECT_EQ(ConnectError("x failed: fe_sendauth: no password supplied").kind(), Kind::kRights);
  EXPECT_EQ(ConnectError("invalid port number: \"abc\"").kind(), Kind::kConfig);
  EXPECT_EQ(ConnectError("").kind(), Kind::kUnavailable);
}

TEST(PgConnectError, OfSeveralHostsTheLastOneCounts) {
  const Error error = ConnectError("a failed: FATAL:  57P03: starting up\nb failed: FATAL:  28000: no entry\n");
  EXPECT_EQ(error.kind(), Kind::kRights);
}

TEST(PgTimeline, TheHistoryTellsWhereATimelineWasLeft) {
  const std::string history =
      "1\t0/3000148\tno recovery target specified\n\n# a word\n2\t1/A0\tbefore 2024-01-01\r\n3\t2/FF\t\n";
  EXPECT_EQ(FindSwitch(history, 1), Lsn{0x3000148});
  EXPECT_EQ(FindSwitch(history, 2), (Lsn{(1ULL << 32) + 0xA0}));
  EXPECT_EQ(FindSwitch(history, 3), (Lsn{(2ULL << 32) + 0xFF}));
  EXPECT_EQ(FindSwitch(history, 4), std::nullopt);
  EXPECT_EQ(FindSwitch("", 1), std::nullopt);
}

TEST(PgTimeline, WhatIsNoHistoryIsCorrupt) {
  for (const char* text : {"x\t0/1\t", "1", "1\t", "1\tzero\t", "-1\t0/1\t", "99999999999\t0/1\t"}) {
    EXPECT_THROW(FindSwitch(text, 1), Error) << text;
  }
}

}  // namespace
}  // namespace cdc::pg
