// wal2json 2.5's messages as PostgreSQL 15 sent them (wal2json.jsonl), whole, cut and twisted.
#include "cdc/pg/wal2json.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "cdc/base/error.h"

namespace cdc::test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::SizeIs;

const TableName kQuoted{"My \"Schema\"", "Таблица, {}"};
const Cell kNull{Cell::State::kNull, {}};
const Cell kAbsent{};
Cell Text(const std::string& text) { return {Cell::State::kText, text}; }

std::vector<std::string> ReadCaptured() {
  std::ifstream file(WALCAST_SOURCE_DIR "/tests/unit/pg/wal2json.jsonl");
  std::vector<std::string> lines;
  for (std::string line; std::getline(file, line);) lines.push_back(line);
  return lines;
}

Interest Everything() {
  Interest interest;
  interest.Add(kQuoted, {"id", "a \"quoted\" \\ name", "имя"});
  interest.Add({"public", "plain"}, {"id", "big", "num", "flag", "word", "real8", "bytes", "at", "doc", "long"});
  interest.Add({"public", "full_row"}, {"id", "note", "other"});
  interest.Add({"public", "one"}, {"id"});
  interest.Add({"public", "part_1"}, {"v"});
  return interest;
}

class Wal2JsonTest : public testing::Test {
 protected:
  std::optional<Message> Decode(std::string_view bytes) { return decoder_.Decode(bytes, interest_); }

  // The changes of a table in the order of the stream.
  std::vector<Change> Changes(const TableName& table) {
    std::vector<Change> changes;
    for (const auto& line : captured_) {
      const auto message = Decode(line);
      const auto* change = message ? std::get_if<Change>(&*message) : nullptr;
      if (change != nullptr && interest_.tables()[change->table].name == table) changes.push_back(*change);
    }
    return changes;
  }

  Kind KindOf(std::string_view bytes) {
    try {
      Decode(bytes);
    } catch (const Error& error) {
      return error.kind();
    }
    return Kind::kInternal;
  }

  const std::vector<std::string> captured_ = ReadCaptured();
  Interest interest_ = Everything();
  pg::Wal2Json decoder_;
};

TEST_F(Wal2JsonTest, EachTransactionBeginsAndEnds) {
  ASSERT_THAT(captured_, SizeIs(65));
  int begins = 0;
  std::optional<Begin> open;
  Lsn end;
  for (const auto& line : captured_) {
    const auto message = Decode(line);
    if (!message) continue;
    if (const auto* begin = std::get_if<Begin>(&*message)) {
      EXPECT_FALSE(open);
      EXPECT_GE(begin->commit, end) << "it can equal the end of the transaction before";
      EXPECT_GT(begin->xid, 700U);
      open = *begin;
      ++begins;
    } else if (const auto* commit = std::get_if<Commit>(&*message)) {
      ASSERT_TRUE(open);
      EXPECT_GT(commit->end, open->commit);
      end = commit->end;
      open.reset();
    } else {
      EXPECT_TRUE(open);
    }
  }
  EXPECT_EQ(begins, 21);
}

TEST_F(Wal2JsonTest, QuotedNamesAndUnicodeAreWhatPostgreSqlHolds) {
  const auto changes = Changes(kQuoted);
  ASSERT_THAT(changes, SizeIs(1));
  EXPECT_THAT(changes[0].after, ElementsAre(Text("9223372036854775807"), Text("line\nbreak\ttab \"q\" \\ back \x01"),
                                            Text("Ёж 漢字 😀")));
  EXPECT_TRUE(changes[0].before.empty());
}

TEST_F(Wal2JsonTest, NumbersOfAnyLengthStayAsTheyAreSpelled) {
  const auto row = Changes({"public", "plain"}).at(0).after;
  EXPECT_EQ(row[1], Text("-9223372036854775808"));
  EXPECT_EQ(row[2].text.size(), 1001U);
  EXPECT_THAT(row[2].text, HasSubstr("10123456789012345678901234567890"));
  EXPECT_EQ(row[3], Text("true"));
  EXPECT_EQ(row[4], Text("null")) << "the word, not NULL";
  EXPECT_EQ(row[5], Text("1e+300"));
  EXPECT_EQ(row[8], Text("{\"a\": [1, \"x\"]}"));
  EXPECT_EQ(row[9], Text(std::string(5000, 'T')));
}

TEST_F(Wal2JsonTest, NullAndFalseAndTheEmptyTextDiffer) {
  const auto changes = Changes({"public", "plain"});
  EXPECT_THAT(std::vector<Cell>(changes[1].after.begin() + 1, changes[1].after.begin() + 5),
              ElementsAre(kNull, Text("0.00001"), Text("false"), Text("")));
  EXPECT_EQ(changes[2].after[2], kNull) << "NaN, as wal2json has it";
  EXPECT_EQ(changes[2].after[3], kNull);
}

TEST_F(Wal2JsonTest, AnUnchangedToastValueIsAbsent) {
  const auto update = Changes({"public", "plain"}).at(3);
  EXPECT_EQ(update.op, Op::kUpdate);
  EXPECT_EQ(update.after[4], Text("changed"));
  EXPECT_EQ(update.after[9], kAbsent);
  EXPECT_EQ(update.before[0], Text("1"));
  EXPECT_EQ(update.before[4], kAbsent) << "outside the replica identity";
}

TEST_F(Wal2JsonTest, AChangedKeyComesWithTheOldOne) {
  const auto update = Changes({"public", "plain"}).at(4);
  EXPECT_EQ(update.before[0], Text("2"));
  EXPECT_EQ(update.after[0], Text("10"));
}

TEST_F(Wal2JsonTest, ADeleteCarriesTheReplicaIdentityOnly) {
  const auto remove = Changes({"public", "plain"}).at(5);
  EXPECT_EQ(remove.op, Op::kDelete);
  EXPECT_EQ(remove.before[0], Text("3"));
  EXPECT_EQ(remove.before[1], kAbsent);
  EXPECT_TRUE(remove.after.empty());
}

TEST_F(Wal2JsonTest, ASavepointThatWasRolledBackLeavesNothing) {
  for (const auto& change : Changes({"public", "plain"})) {
    if (!change.after.empty()) {
      EXPECT_NE(change.after[0], Text("50"));
    }
  }
}

TEST_F(Wal2JsonTest, AFullIdentityCarriesTheWholeOldRow) {
  const auto changes = Changes({"public", "full_row"});
  ASSERT_THAT(changes, SizeIs(5));
  EXPECT_THAT(changes[2].before, ElementsAre(Text("1"), Text("before"), kNull));
  EXPECT_THAT(changes[2].after, ElementsAre(Text("1"), Text("after"), Text("y")));
  EXPECT_EQ(changes[3].after[1], kNull);
  EXPECT_THAT(changes[4].before, ElementsAre(Text("2"), kNull, Text("x")));
}

TEST_F(Wal2JsonTest, ATruncateNamesEachTableAlsoThoseNobodyAskedFor) {
  std::vector<std::string> tables;
  for (const auto& line : captured_) {
    const auto message = Decode(line);
    if (!message) continue;
    if (const auto* truncate = std::get_if<Truncate>(&*message)) tables.push_back(truncate->table.ToString());
  }
  EXPECT_THAT(tables, ElementsAre("public.one", "public.two"));
}

TEST_F(Wal2JsonTest, AChangeOfAPartitionCarriesTheLeafsName) {
  EXPECT_THAT(Changes({"public", "part_1"}).at(0).after, ElementsAre(Text("in a partition")));
}

TEST_F(Wal2JsonTest, OtherTablesAndLogicalMessagesAreOfNoInterest) {
  EXPECT_EQ(Decode(R"({"action":"M","xid":756,"lsn":"0/1","transactional":true,"prefix":"walcast","content":"x"})"),
            std::nullopt);
  EXPECT_EQ(
      Decode(
          R"({"action":"I","xid":1,"lsn":"0/1","schema":"public","table":"other","columns":[{"name":"a","value":1}]})"),
      std::nullopt);
}

// A cut that leaves the message's meaning whole (the rest is of no interest) may decode to the same; anything else is
// corrupt.
TEST_F(Wal2JsonTest, AMessageCutAtAnyByteIsCorruptOrTheSame) {
  const auto same = [](const std::optional<Message>& one, const std::optional<Message>& other) {
    if (!one || !other) return !one && !other;
    if (one->index() != other->index()) return false;
    if (const auto* begin = std::get_if<Begin>(&*one)) {
      return begin->commit == std::get<Begin>(*other).commit && begin->xid == std::get<Begin>(*other).xid;
    }
    if (const auto* commit = std::get_if<Commit>(&*one)) return commit->end == std::get<Commit>(*other).end;
    if (const auto* truncate = std::get_if<Truncate>(&*one)) return truncate->table == std::get<Truncate>(*other).table;
    const auto& change = std::get<Change>(*one);
    const auto& another = std::get<Change>(*other);
    return change.op == another.op && change.table == another.table && change.before == another.before &&
           change.after == another.after;
  };
  for (const auto& line : captured_) {
    const auto whole = Decode(line);
    for (std::size_t length = 0; length < line.size(); ++length) {
      const std::string cut = line.substr(0, length);  // its own buffer: reading past it shows under the sanitizers
      try {
        EXPECT_TRUE(same(whole, Decode(cut))) << cut;
      } catch (const Error& error) {
        EXPECT_EQ(error.kind(), Kind::kCorrupt) << cut;
      }
    }
  }
}

TEST_F(Wal2JsonTest, AByteThatFlippedNeverCrashes) {
  for (const auto& line : captured_) {
    for (std::size_t at = 0; at < std::min<std::size_t>(line.size(), 400); ++at) {
      for (const char flip : {'\x01', '\x20', '\x80'}) {
        std::string twisted = line;
        twisted[at] = static_cast<char>(twisted[at] ^ flip);
        try {
          Decode(twisted);
        } catch (const Error& error) {
          EXPECT_EQ(error.kind(), Kind::kCorrupt);
        }
      }
    }
  }
}

TEST_F(Wal2JsonTest, WhatIsNoMessageIsCorrupt) {
  for (const char* bytes :
       {"",
        " ",
        "null",
        "[]",
        "{}",
        "42",
        "{\"action\":1}",
        "{\"action\":\"\"}",
        "{\"action\":\"X\"}",
        "{\"action\":\"BB\"}",
        R"({"action":"B","xid":1})",
        R"({"action":"B","lsn":"0/1"})",
        R"({"action":"C","lsn":"0/1"})",
        R"({"action":"B","xid":-1,"lsn":"0/1","nextlsn":"0/2"})",
        R"({"action":"B","xid":1,"lsn":"zero","nextlsn":"0/2"})",
        R"({"action":"I","schema":"public"})",
        R"({"action":"I","schema":"public","table":"one"})",
        R"({"action":"I","schema":"public","table":"one","columns":{}})",
        R"({"action":"I","schema":"public","table":"one","columns":[1]})",
        R"({"action":"I","schema":"public","table":"one","columns":[{"name":"id"}]})",
        R"({"action":"I","schema":"public","table":"one","columns":[{"name":"id","value":[1]}]})",
        R"({"action":"I","schema":"public","table":"one","columns":[{"name":"id","value":{"a":1}}]})",
        R"({"action":"I","columns":[{"name":"id","value":1}],"schema":"public","table":"one"})",
        R"({"action":"U","schema":"public","table":"one","identity":[{"name":"id","value":1}]})",
        R"({"action":"T","schema":"public"})"}) {
    EXPECT_EQ(KindOf(bytes), Kind::kCorrupt) << bytes;
  }
}

TEST_F(Wal2JsonTest, AnErrorQuotesNoValue) {
  try {
    Decode(R"({"action":"I","schema":"public","table":"one","columns":[{"name":"id","value":["secret"]}]})");
    FAIL();
  } catch (const Error& error) {
    EXPECT_THAT(error.what(), testing::Not(HasSubstr("secret")));
  }
}

TEST_F(Wal2JsonTest, ATransactionTellsWhenItWasCommittedWhateverTheTimeZone) {
  const auto committed = [&](const std::string& timestamp) {
    const auto message =
        Decode(R"({"action":"B","xid":7,"timestamp":")" + timestamp + R"(","lsn":"0/10","nextlsn":"0/20"})");
    return std::get<Begin>(message.value()).committed;
  };
  EXPECT_EQ(committed("1970-01-01 00:00:01.5+00"), 1'500'000);
  EXPECT_EQ(committed("2026-11-21 18:50:00.123456+00"), 1'795'287'000'123'456);
  EXPECT_EQ(committed("2026-11-22 00:20:00.123456+05:30"), 1'795'287'000'123'456);
  EXPECT_EQ(committed("2026-11-21 15:20:00.123456-03:30"), 1'795'287'000'123'456);
  for (const auto* none :
       {"", "infinity", "2026-13-01 00:00:00+00", "2026-11-21 18:50:00", "2026-11-21T18:50:00+00",
        "2026-11-21 18:50:00+00 BC", "2026-11-21 18:50:00+", "-1-1-1 :", "99999999999-01-01 0:0:0+0"})
    EXPECT_EQ(committed(none), std::nullopt) << none;
}

TEST_F(Wal2JsonTest, ItAsksForWholeSchemasAndEscapesTheirNames) {
  std::map<std::string, std::string> options;
  for (const auto& [name, value] : decoder_.Options(interest_)) options[name] = value;
  EXPECT_EQ(options["format-version"], "2");
  EXPECT_EQ(options["include-lsn"], "1");
  EXPECT_EQ(options["include-xids"], "1");
  EXPECT_EQ(options["add-tables"], "My\\ \"Schema\".*,public.*");
  EXPECT_FALSE(options.contains("include-default")) << "its output is not escaped";
}

}  // namespace
}  // namespace cdc::test
