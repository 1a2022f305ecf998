// Dead letters as they are listed, page by page.
#include "cdc/control/letters.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/stream/fakes.h"

namespace cdc::control {
namespace {

using testing::ElementsAre;

class ControlLetters : public testing::Test {
 protected:
  void Put(const std::string& generation, const std::vector<std::string>& ids) {
    for (const auto& id : ids) store_.PutLetter(Lsn{7}, {"movies", generation, id, Version{0x1'0000'0005}, "no", 1000});
  }
  // "generation/id" of every letter, in pages of `limit`.
  std::vector<std::string> ListAll(std::size_t limit) {
    std::vector<std::string> seen;
    std::string after;
    do {
      const auto page = ListLetters(store_, {"m-1", "m-2", "g-1"}, after, limit);
      for (const auto& letter : page["letters"]) {
        seen.push_back(letter["generation"].get<std::string>() + "/" + letter["id"].get<std::string>());
      }
      after = page["after"].is_null() ? "" : page["after"].get<std::string>();
    } while (!after.empty() && seen.size() < 50);
    return seen;
  }

  test::MemoryStore store_;
};

TEST_F(ControlLetters, OfSeveralGenerationsArePagedWithoutLosingOne) {
  Put("m-1", {"a", "b", "c", "x"});
  Put("m-2", {"b", "d", "y", "z"});
  Put("g-1", {"b", "z"});
  for (std::size_t limit = 1; limit <= 11; ++limit) {
    EXPECT_THAT(ListAll(limit),
                ElementsAre("m-1/a", "m-1/b", "m-2/b", "g-1/b", "m-1/c", "m-2/d", "m-1/x", "m-2/y", "m-2/z", "g-1/z"))
        << limit;
  }
}

TEST_F(ControlLetters, CarryTheirVersionAsANumber) {
  Put("m-1", {"a"});
  EXPECT_EQ(ListLetters(store_, {"m-1"}, "", 10)["letters"][0], (Json{{"index", "movies"},
                                                                      {"generation", "m-1"},
                                                                      {"id", "a"},
                                                                      {"version", 0x1'0000'0005U},
                                                                      {"reason", "no"},
                                                                      {"time", 1000}}));
}

TEST_F(ControlLetters, AreFoundByIdOrAll) {
  Put("m-1", {"a", "b"});
  EXPECT_THAT(LetterIds(store_, "m-1", {}), ElementsAre("a", "b"));
  EXPECT_THAT(LetterIds(store_, "m-1", {"b", "c"}), ElementsAre("b"));
}

}  // namespace
}  // namespace cdc::control
