// What a comparison of an index with its SQL finds, what it takes for a change on its way, and what it repairs.
#include "cdc/stream/verify.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "cdc/stream/same_document.h"
#include "tests/unit/stream/fakes.h"

namespace cdc::test {
namespace {

using stream::Flaw;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

// ---- documents

TEST(SameDocument, WhateverTheOrderOfItsMembersAndTheWhiteSpace) {
  EXPECT_TRUE(stream::SameDocument(R"({"a":[1,{"b":null,"c":"x"}],"d":true})",
                                   R"( {"d": true, "a": [1, {"c":"x","b":null}]})"));
  EXPECT_TRUE(stream::SameDocument(R"({"a":"\u0430"})", R"({"a":"а"})"));
}

TEST(SameDocument, ButNotWithAnotherOrderOfElementsOrAnotherType) {
  EXPECT_FALSE(stream::SameDocument("[1,2]", "[2,1]"));
  EXPECT_FALSE(stream::SameDocument(R"({"a":1})", R"({"a":"1"})"));
  EXPECT_FALSE(stream::SameDocument(R"({"a":null})", R"({})"));
  EXPECT_FALSE(stream::SameDocument(R"({"a":1.5})", R"({"a":"1.5"})"));
}

TEST(SameDocument, NoDigitOfANumberIsLost) {
  EXPECT_FALSE(stream::SameDocument("[0.10000000000000000001]", "[0.10000000000000000002]"));
  EXPECT_FALSE(stream::SameDocument("[123456789012345678901]", "[123456789012345678902]"));
  EXPECT_FALSE(stream::SameDocument("[1.0]", "[1]"));
  EXPECT_TRUE(stream::SameDocument("[1.50, 18446744073709551615]", "[1.50,18446744073709551615]"));
}

TEST(SameDocument, WhatIsNoJsonIsTheSameAsItselfOnly) {
  EXPECT_TRUE(stream::SameDocument("{", "{"));
  EXPECT_FALSE(stream::SameDocument("{", "{}"));
}

// ---- the comparison

class VerifyTest : public testing::Test {
 protected:
  // A film in the database, in the index, or both.
  void Row(const std::string& id, const std::string& body) {
    router_.keys.insert(id);
    renderer_.rows[id] = body;
  }
  void Indexed(const std::string& id, const std::string& body) {
    indices_.sources[id] = body;
    if (std::find(indices_.ids.begin(), indices_.ids.end(), id) == indices_.ids.end()) indices_.ids.push_back(id);
  }
  void Both(const std::string& id) {
    Row(id, R"({"n":1})");
    Indexed(id, R"({"n":1})");
  }

  stream::Verified Verify(bool repair = false, std::optional<std::size_t> sample = {}) {
    stream::Verifier::Parts parts{
        .router = router_,
        .renderer = renderer_,
        .indices = indices_,
        .settle =
            [&] {
              ++settled_;
              if (on_settle_) on_settle_();
            },
        .write_again = nullptr,
        .report =
            [&](const stream::Difference& found) { found_.push_back(std::string(Name(found.flaw)) + " " + found.id); },
        .compared = [&](std::uint64_t documents) { compared_ = documents; }};
    if (repair) {
      parts.write_again = [&](const stream::Ids& ids) {
        for (const auto& id : ids) {
          if (id == stubborn_) continue;
          indices_.sources.erase(id);
          if (renderer_.rows.contains(id)) indices_.sources[id] = renderer_.rows[id];
        }
      };
    }
    return stream::Verifier(parts, {.page = 3, .bytes = 20, .closely = 2, .looks = 4, .sample = sample})
        .Run(plan_, "films-000001", {});
  }

  Plan plan_;
  MemoryRouter router_;
  MemoryRenderer renderer_;
  MemoryIndices indices_;
  std::vector<std::string> found_;
  std::uint64_t compared_ = 0;
  int settled_ = 0;
  std::function<void()> on_settle_;
  std::string stubborn_;  // no repair helps it
};

TEST_F(VerifyTest, EqualIsEqualAndNobodyWaits) {
  for (const char* id : {"a", "b", "c", "d", "e", "f", "g"}) Both(id);
  const auto verified = Verify();
  EXPECT_EQ(verified.equal, 7u);
  EXPECT_EQ(verified.differing(), 0u);
  EXPECT_EQ(compared_, 14u);
  EXPECT_EQ(settled_, 0);
}

TEST_F(VerifyTest, EveryFlawIsFoundOnceAndNamed) {
  for (const char* id : {"a", "b", "c", "d", "e"}) Both(id);
  Row("missing", "{}");
  Indexed("a", R"({"n":2})");
  renderer_.rows.erase("b");  // the row is there, but the SQL leaves it out
  Indexed("gone", "{}");
  const auto verified = Verify();
  EXPECT_THAT(found_, UnorderedElementsAre("missing missing", "different a", "ghost b", "ghost gone"));
  EXPECT_EQ(verified.equal, 3u);
  EXPECT_EQ(verified.missing, 1u);
  EXPECT_EQ(verified.different, 1u);
  EXPECT_EQ(verified.ghosts, 2u);
  EXPECT_EQ(verified.repaired, 0u);
}

TEST_F(VerifyTest, WhatTheStreamBringsMeanwhileIsNoDifference) {
  Both("a");
  Row("new", "{}");
  Row("changed", R"({"n":2})");
  Indexed("changed", R"({"n":1})");
  Indexed("deleted", "{}");
  on_settle_ = [&] {
    Indexed("new", "{}");
    Indexed("changed", R"({"n":2})");
    indices_.sources.erase("deleted");
  };
  const auto verified = Verify();
  EXPECT_THAT(found_, IsEmpty());
  EXPECT_EQ(verified.equal, 3u);
}

// The row changes after the stream had passed; the index holds what it was before.
TEST_F(VerifyTest, WhatIsOnItsWayAgainIsNoDifferenceEither) {
  Row("a", R"({"n":2})");
  Indexed("a", R"({"n":1})");
  on_settle_ = [&] { Indexed("a", R"({"n":2})"); };
  indices_.on_sources = [&](const stream::Ids&) {
    if (settled_ > 0) renderer_.rows["a"] = R"({"n":3})";
  };
  EXPECT_EQ(Verify().equal, 1u);
  EXPECT_THAT(found_, IsEmpty());
}

TEST_F(VerifyTest, WhatChangesAtEveryLookIsCalledThat) {
  Row("a", R"({"n":0})");
  Indexed("a", R"({"n":-1})");
  int renderings = 0;
  renderer_.on_render = [&](const stream::Ids&) {
    renderer_.rows["a"] = "{\"n\":" + std::to_string(++renderings) + "}";
  };
  const auto verified = Verify();
  EXPECT_EQ(verified.changing, 1u);
  EXPECT_EQ(verified.differing(), 0u);
  EXPECT_EQ(settled_, 4);
}

TEST_F(VerifyTest, ARowThatMakesTheSqlFailIsFoundByHalvingAndTheOthersAreCompared) {
  for (const char* id : {"a", "b", "c", "d"}) Both(id);
  Indexed("c", R"({"n":9})");
  renderer_.on_render = [](const stream::Ids& ids) {
    if (std::find(ids.begin(), ids.end(), "b") != ids.end()) throw Error(Kind::kRow, "division by zero");
  };
  const auto verified = Verify();
  EXPECT_THAT(found_, ElementsAre("failing b", "different c"));
  EXPECT_EQ(verified.equal, 2u);
  EXPECT_EQ(verified.failing, 1u);
}

TEST_F(VerifyTest, ARepairIsLookedAtAndWhatItDidNotMendIsNotCounted) {
  Both("a");
  Row("missing", "{}");
  Row("stubborn", "{}");
  Indexed("ghost", "{}");
  stubborn_ = "stubborn";
  const auto verified = Verify(true);
  EXPECT_EQ(verified.differing(), 3u);
  EXPECT_EQ(verified.repaired, 2u);
  EXPECT_FALSE(indices_.sources.contains("ghost"));
}

TEST_F(VerifyTest, ASampleIsOfBothSides) {
  for (const char* id : {"a", "b", "c", "d", "e"}) Both(id);
  EXPECT_EQ(Verify(false, 2).equal, 2u);
  EXPECT_EQ(compared_, 4u);
}

}  // namespace
}  // namespace cdc::test
