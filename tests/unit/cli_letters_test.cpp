// Dead letters without a daemon.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>

#include "cdc/base/error.h"
#include "cdc/cli/stored_letters.h"
#include "cdc/stream/file_store.h"

namespace cdc::cli {
namespace {

class Letters : public testing::Test {
 protected:
  Letters()
      : directory_(testing::TempDir() + "walcast-letters-" + std::to_string(::getpid())), store_(directory_, "slot") {
    stream::Record record;
    record.system_id = "1";
    record.epoch = Lsn{7};
    record.indices["movies"] = {};
    record.indices["movies"].generation = "movies-000001";
    record.indices["movies"].filling = stream::Filling{"movies-000002", "u", std::nullopt, false, 0};
    store_.Begin(record);
    for (const char* id : {"a", "b", "c"}) Put("movies-000001", id);
    for (const char* id : {"b", "d"}) Put("movies-000002", id);
  }
  ~Letters() override { std::filesystem::remove_all(directory_); }
  void Put(const std::string& generation, const std::string& id) {
    store_.PutLetter(Lsn{7}, {"movies", generation, id, 5, "refused", 1000});
  }

  const std::string directory_;
  stream::FileStore store_;
};

TEST_F(Letters, OfBothGenerationsArePagedWithoutLosingOne) {
  for (std::size_t limit = 1; limit <= 6; ++limit) {
    StoredLetters letters(store_);
    std::vector<std::string> seen;
    std::string after;
    do {
      auto page = letters.List("movies", after, limit);
      for (const auto& letter : page["letters"]) seen.push_back(letter["id"].get<std::string>());
      after = page["after"].is_null() ? "" : page["after"].get<std::string>();
    } while (!after.empty() && seen.size() < 20);
    EXPECT_THAT(seen, testing::ElementsAre("a", "b", "b", "c", "d")) << limit;
  }
}

TEST_F(Letters, AreDiscardedByIdOrAll) {
  StoredLetters letters(store_);
  EXPECT_EQ(letters.Discard("movies", {"b", "x"}), 2U);
  EXPECT_EQ(store_.CountLetters("movies-000002"), 1U);
  EXPECT_EQ(letters.Discard("movies", {}), 3U);
  EXPECT_EQ(letters.Discard("movies", {}), 0U);
}

TEST_F(Letters, OfAnUnknownIndexAreAUsageError) {
  StoredLetters letters(store_);
  EXPECT_THROW(letters.List("genres", "", 10), Error);
}

}  // namespace
}  // namespace cdc::cli
