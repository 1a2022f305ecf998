// What every stream::Store promises, as tests over whoever implements it:
//   INSTANTIATE_TEST_SUITE_P(Redis, StoreContract, testing::Values(&MakeRedisBench), …);
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "cdc/base/error.h"
#include "cdc/stream/store.h"

namespace cdc::test {

// A place for one test's record, empty at first and removed in the end.
class StoreBench {
 public:
  virtual ~StoreBench() = default;
  virtual std::unique_ptr<stream::Store> Open() = 0;  // as another process would
  // All that is kept there vanishes, behind the back of whoever has it open.
  virtual void Lose() = 0;
  // Keeps a copy of all, and puts it back.
  virtual void Remember() = 0;
  virtual void PutBack() = 0;
};

using MakeStoreBench = std::unique_ptr<StoreBench> (*)();

class StoreContract : public testing::TestWithParam<MakeStoreBench> {
 protected:
  StoreContract() : bench_(GetParam()()), store_(bench_->Open()) {}

  static constexpr Lsn kEpoch{0x1'0000'0000};
  static constexpr Lsn kNewer{0x1'0000'0001};

  static stream::Record Sample(Lsn epoch = kEpoch) {
    stream::Record record;
    record.system_id = "7301934127773495841";
    record.timeline = 3;
    record.database = "каталог \"2\"";
    record.slot = "walcast";
    record.plugin = "wal2json";
    record.checkpoint = Lsn{0x16'B374'D848};
    record.sent = Lsn{0xFFFF'FFFF'FFFF'FFF0};
    record.epoch = epoch;
    stream::IndexRecord& movies = record.indices["movies"];
    movies.state = stream::IndexState::kRebuilding;
    movies.generation = "movies-000001";
    movies.uuid = "Zk3_-x";
    movies.filling = stream::Filling{"movies-000002", "uu-id", "ключ \"с\" \\кавычками\n\x01", true, 123'456'789'012};
    movies.reason = "причина: 'x' \"y\" \\ \t 漢字";
    movies.retired = {{"movies-000000", 1'790'000'000}, {"movies-00000a", -1}};
    record.indices["genres"] = {};
    return record;
  }

  static stream::DeadLetter Letter(const std::string& id, Version version) {
    return {"movies", "movies-000001", id, version, "mapper_parsing_exception: [рейтинг] \"x\"\n", 1'790'000'000'123};
  }

  static Kind Failure(const std::function<void()>& call) {
    try {
      call();
    } catch (const Error& error) {
      return error.kind();
    }
    ADD_FAILURE() << "nothing was thrown";
    return Kind::kInternal;
  }

  std::vector<std::string> Ids(const std::string& after, std::size_t limit) {
    std::vector<std::string> ids;
    for (const auto& letter : store_->Letters("movies-000001", after, limit)) ids.push_back(letter.id);
    return ids;
  }

  std::unique_ptr<StoreBench> bench_;
  std::unique_ptr<stream::Store> store_;
};

using Strings = std::vector<std::string>;

TEST_P(StoreContract, IsEmptyAtFirst) {
  EXPECT_FALSE(store_->Load().has_value());
  EXPECT_EQ(store_->CountLetters("movies-000001"), 0u);
  EXPECT_TRUE(store_->Letters("movies-000001", "", 10).empty());
}

TEST_P(StoreContract, GivesBackEveryFieldAsItWas) {
  store_->Begin(Sample());
  EXPECT_EQ(store_->Load(), Sample());
  EXPECT_EQ(bench_->Open()->Load(), Sample());
}

TEST_P(StoreContract, KeepsStateAndCursorOfAnIndex) {
  store_->Begin(Sample());
  for (const auto state : {stream::IndexState::kBackfilling, stream::IndexState::kLive, stream::IndexState::kRebuilding,
                           stream::IndexState::kSuspended}) {
    stream::IndexRecord index;
    index.state = state;
    index.filling = stream::Filling{"genres-000001", "u", std::nullopt, false, 0};
    store_->SaveIndex(kEpoch, "genres", index);
    EXPECT_EQ(bench_->Open()->Load()->indices.at("genres"), index);
    index.filling->cursor = "";
    store_->SaveIndex(kEpoch, "genres", index);
    EXPECT_EQ(bench_->Open()->Load()->indices.at("genres"), index) << "an empty cursor is not none";
  }
  EXPECT_EQ(store_->Load()->indices.at("movies"), Sample().indices.at("movies"));
  store_->RemoveIndex(kEpoch, "genres");
  store_->RemoveIndex(kEpoch, "nobody");
  EXPECT_EQ(store_->Load()->indices.size(), 1u);
}

TEST_P(StoreContract, ASmallerCheckpointChangesNothing) {
  auto record = Sample();
  record.sent = Lsn{50};
  store_->Begin(record);
  store_->SaveCheckpoint(kEpoch, Lsn{0x17'0000'0000});
  store_->SaveCheckpoint(kEpoch, Lsn{0x16'FFFF'FFFF});
  store_->SaveSent(kEpoch, Lsn{0xFFFF'FFFF'FFFF'FFFF});
  store_->SaveSent(kEpoch, Lsn{0x7FFF'FFFF'FFFF'FFFF});
  record.checkpoint = Lsn{0x17'0000'0000};
  record.sent = Lsn{0xFFFF'FFFF'FFFF'FFFF};
  EXPECT_EQ(bench_->Open()->Load(), record);
}

// Neighbours beyond 2^53 are one number as a double; digits and letters have no order of their own in some locales.
TEST_P(StoreContract, PositionsAreComparedToTheLastBit) {
  store_->Begin(Sample());
  for (const std::uint64_t value :
       {0x20'0000'0000'0000, 0x20'0000'0000'0001, 0x20'0000'0000'0002, 0x20'0000'0000'00AA, 0x20'0000'0000'00AB,
        0x20'0000'0000'00BA, 0x20'0000'0000'00FF, 0x20'0000'0000'0100}) {
    store_->SaveCheckpoint(kEpoch, Lsn{value});
    store_->SaveCheckpoint(kEpoch, Lsn{value - 1});
    ASSERT_EQ(store_->Load()->checkpoint, Lsn{value});
  }
}

TEST_P(StoreContract, ANewerEpochFencesEverySaveAndNothingChanges) {
  store_->Begin(Sample());
  store_->PutLetter(kEpoch, Letter("a", 5));
  auto newer = bench_->Open();
  newer->Begin(Sample(kNewer));
  EXPECT_EQ(Failure([&] { store_->Begin(Sample()); }), Kind::kFenced);
  EXPECT_EQ(Failure([&] { store_->SaveCheckpoint(kEpoch, Lsn{0x99'0000'0000}); }), Kind::kFenced);
  EXPECT_EQ(Failure([&] { store_->SaveSent(kEpoch, Lsn{0xFFFF'FFFF'FFFF'FFFF}); }), Kind::kFenced);
  EXPECT_EQ(Failure([&] { store_->SaveIndex(kEpoch, "movies", {}); }), Kind::kFenced);
  EXPECT_EQ(Failure([&] { store_->RemoveIndex(kEpoch, "movies"); }), Kind::kFenced);
  EXPECT_EQ(Failure([&] { store_->SavePaused(kEpoch, 5); }), Kind::kFenced);
  EXPECT_EQ(Failure([&] { store_->PutLetter(kEpoch, Letter("b", 6)); }), Kind::kFenced);
  EXPECT_EQ(Failure([&] { store_->RemoveLetter(kEpoch, "movies-000001", "a", 9); }), Kind::kFenced);
  EXPECT_EQ(Failure([&] { store_->RemoveLetters(kEpoch, "movies-000001"); }), Kind::kFenced);
  EXPECT_EQ(newer->Load(), Sample(kNewer));
  EXPECT_EQ(Ids("", 10), Strings{"a"});
  newer->SaveCheckpoint(kNewer, Lsn{0x99'0000'0000});
  EXPECT_EQ(store_->Load()->checkpoint, Lsn{0x99'0000'0000});
}

TEST_P(StoreContract, ATimelineIsNewerThanAnyEpochOfTheOneBefore) {
  store_->Begin(Sample(kNewer));
  auto promoted = Sample(kEpoch);
  promoted.timeline = 4;
  auto other = bench_->Open();
  other->Begin(promoted);
  EXPECT_EQ(Failure([&] { store_->SaveCheckpoint(kNewer, Lsn{0x99'0000'0000}); }), Kind::kFenced);
  EXPECT_EQ(Failure([&] { store_->Begin(Sample(kNewer)); }), Kind::kFenced);
  EXPECT_EQ(other->Load(), promoted);
}

TEST_P(StoreContract, ARecordOfAnotherSystemIsTakenOverWhateverItsEpoch) {
  store_->Begin(Sample(kNewer));
  auto record = Sample(Lsn{5});
  record.system_id = "1";
  record.timeline = 1;
  auto other = bench_->Open();
  other->Begin(record);
  EXPECT_EQ(Failure([&] { store_->SaveCheckpoint(kNewer, Lsn{0x99'0000'0000}); }), Kind::kFenced);
  other->SaveCheckpoint(Lsn{5}, Lsn{0x99'0000'0000});
  EXPECT_EQ(other->Load()->system_id, "1");
}

TEST_P(StoreContract, WithoutARecordNothingIsSaved) {
  EXPECT_EQ(Failure([&] { store_->SaveCheckpoint(kEpoch, Lsn{1}); }), Kind::kFenced);
  EXPECT_EQ(Failure([&] { store_->SaveIndex(kEpoch, "movies", {}); }), Kind::kFenced);
  EXPECT_EQ(Failure([&] { store_->PutLetter(kEpoch, Letter("a", 1)); }), Kind::kFenced);
  EXPECT_FALSE(store_->Load().has_value());
}

TEST_P(StoreContract, WhoDidNotBeginTheRecordMayWriteInItsEpoch) {
  store_->Begin(Sample());
  store_->PutLetter(kEpoch, Letter("a", 5));
  auto command = bench_->Open();
  command->RemoveLetter(kEpoch, "movies-000001", "a", 5);
  command->SaveIndex(kEpoch, "movies", {});
  store_->SaveCheckpoint(kEpoch, Lsn{0x99'0000'0000});
  EXPECT_EQ(store_->CountLetters("movies-000001"), 0u);
  EXPECT_EQ(store_->Load()->indices.at("movies"), stream::IndexRecord{});
  EXPECT_EQ(store_->Load()->checkpoint, Lsn{0x99'0000'0000});
}

TEST_P(StoreContract, BeginReplacesTheRecordAndKeepsTheLetters) {
  store_->Begin(Sample());
  store_->PutLetter(kEpoch, Letter("a", 5));
  stream::Record record = Sample(kNewer);
  record.checkpoint = Lsn{1};
  record.indices.erase("movies");
  store_->Begin(record);
  EXPECT_EQ(store_->Load(), record);
  EXPECT_EQ(store_->CountLetters("movies-000001"), 1u);
}

TEST_P(StoreContract, ARecordThatVanishesIsWrittenWholeByTheNextSave) {
  store_->Begin(Sample());
  stream::IndexRecord suspended;
  suspended.state = stream::IndexState::kSuspended;
  store_->SaveIndex(kEpoch, "genres", suspended);
  bench_->Lose();
  store_->SaveCheckpoint(kEpoch, Lsn{0x99'0000'0000});
  auto expected = Sample();
  expected.checkpoint = Lsn{0x99'0000'0000};
  expected.indices["genres"] = suspended;
  EXPECT_EQ(bench_->Open()->Load(), expected);

  bench_->Lose();
  store_->PutLetter(kEpoch, Letter("a", 5));
  EXPECT_EQ(bench_->Open()->Load(), expected);
  EXPECT_EQ(Ids("", 10), Strings{"a"});
}

TEST_P(StoreContract, AnOlderStatePutBackIsWrittenOverByTheNextSave) {
  store_->Begin(Sample());
  bench_->Remember();
  auto expected = Sample();
  expected.indices["genres"].state = stream::IndexState::kLive;
  expected.checkpoint = Lsn{0x99'0000'0000};
  store_->SaveIndex(kEpoch, "genres", expected.indices["genres"]);
  store_->SaveCheckpoint(kEpoch, expected.checkpoint);
  bench_->PutBack();
  ASSERT_EQ(store_->Load(), Sample());
  store_->SaveSent(kEpoch, Lsn{1});
  EXPECT_EQ(bench_->Open()->Load(), expected);
}

TEST_P(StoreContract, AFencedProcessDoesNotWriteAVanishedRecordOverANewerOne) {
  store_->Begin(Sample());
  bench_->Lose();
  auto newer = bench_->Open();
  newer->Begin(Sample(kNewer));
  EXPECT_EQ(Failure([&] { store_->SaveCheckpoint(kEpoch, Lsn{0x99'0000'0000}); }), Kind::kFenced);
  EXPECT_EQ(newer->Load(), Sample(kNewer));

  bench_->Lose();
  store_->SaveCheckpoint(kEpoch, Lsn{0x99'0000'0000});  // nobody is there to fence it …
  newer->SaveSent(kNewer, Lsn{1});                      // … until the owner writes
  EXPECT_EQ(newer->Load(), Sample(kNewer));
  EXPECT_EQ(Failure([&] { store_->SaveSent(kEpoch, Lsn{1}); }), Kind::kFenced);
}

TEST_P(StoreContract, ALetterComesBackAsItWas) {
  store_->Begin(Sample());
  const auto letter = Letter("идентификатор \"1\"/../\\ *", 0xFFFF'FFFF'FFFF'FFFF);
  store_->PutLetter(kEpoch, letter);
  EXPECT_EQ(bench_->Open()->Letters("movies-000001", "", 10), std::vector{letter});
}

TEST_P(StoreContract, AReasonCutInTheMiddleOfACharacterIsKeptReadable) {
  store_->Begin(Sample());
  auto letter = Letter("a", 1);
  letter.reason = "причин\xD0";
  store_->PutLetter(kEpoch, letter);
  EXPECT_EQ(store_->Letters("movies-000001", "", 1).at(0).reason, "причин\xEF\xBF\xBD");
}

TEST_P(StoreContract, ALaterLetterReplacesTheOneOfTheSameDocument) {
  store_->Begin(Sample());
  auto letter = Letter("a", 0x20'0000'0000'0001);
  store_->PutLetter(kEpoch, letter);
  letter.version = 0x20'0000'0000'0000;
  letter.reason = "older";
  store_->PutLetter(kEpoch, letter);
  EXPECT_NE(store_->Letters("movies-000001", "", 10).at(0).reason, "older");
  letter.version = 0x20'0000'0000'0001;
  letter.reason = "tried again";
  store_->PutLetter(kEpoch, letter);
  EXPECT_EQ(store_->Letters("movies-000001", "", 10), std::vector{letter});
  auto other = letter;
  other.generation = "movies-000002";
  store_->PutLetter(kEpoch, other);
  EXPECT_EQ(store_->CountLetters("movies-000001"), 1u);
  EXPECT_EQ(store_->Letters("movies-000002", "", 10), std::vector{other});
}

TEST_P(StoreContract, ALetterIsRemovedByItsOwnVersionOrALaterOne) {
  store_->Begin(Sample());
  store_->PutLetter(kEpoch, Letter("a", 10));
  EXPECT_FALSE(store_->RemoveLetter(kEpoch, "movies-000001", "a", 9)) << "a newer letter stays";
  EXPECT_EQ(store_->CountLetters("movies-000001"), 1u);
  EXPECT_TRUE(store_->RemoveLetter(kEpoch, "movies-000001", "a", 10));
  EXPECT_EQ(store_->CountLetters("movies-000001"), 0u);
  EXPECT_TRUE(Ids("", 10).empty());
  store_->PutLetter(kEpoch, Letter("a", 10));
  EXPECT_TRUE(store_->RemoveLetter(kEpoch, "movies-000001", "a", 11));
  EXPECT_TRUE(store_->RemoveLetter(kEpoch, "movies-000001", "nobody", 11)) << "there is none";
  EXPECT_EQ(store_->CountLetters("movies-000001"), 0u);
}

TEST_P(StoreContract, LettersArePagedByIdInTheOrderOfBytes) {
  store_->Begin(Sample());
  const std::string alike(300, 'x');  // beyond what a file's name holds
  Strings ids = {
      "1", "10", "2", "B", "a", "a-b", "ab", "б", "я", alike, alike + "1", alike + "2", alike.substr(0, 100)};
  for (const auto& id : ids) store_->PutLetter(kEpoch, Letter(id, 1));
  std::sort(ids.begin(), ids.end());
  EXPECT_EQ(store_->CountLetters("movies-000001"), ids.size());
  EXPECT_EQ(Ids("", 100), ids);
  EXPECT_EQ(Ids("a", 2), (Strings{"a-b", "ab"}));
  EXPECT_EQ(Ids("", 0), Strings{});
  for (std::size_t page = 1; page <= 4; ++page) {
    Strings seen;
    for (Strings next = Ids("", page); !next.empty(); next = Ids(next.back(), page)) {
      EXPECT_LE(next.size(), page);
      seen.insert(seen.end(), next.begin(), next.end());
    }
    EXPECT_EQ(seen, ids) << "in pages of " << page;
  }
}

TEST_P(StoreContract, TheLettersOfAGenerationGoAtOnce) {
  store_->Begin(Sample());
  for (int i = 0; i < 20; ++i) store_->PutLetter(kEpoch, Letter(std::to_string(i), 1));
  auto other = Letter("a", 1);
  other.generation = "movies-000002";
  store_->PutLetter(kEpoch, other);
  store_->RemoveLetters(kEpoch, "movies-000001");
  store_->RemoveLetters(kEpoch, "movies-000009");
  EXPECT_EQ(store_->CountLetters("movies-000001"), 0u);
  EXPECT_TRUE(Ids("", 100).empty());
  EXPECT_EQ(store_->CountLetters("movies-000002"), 1u);
}

TEST_P(StoreContract, ClearLeavesNothingAndTheNextBeginIsTheFirst) {
  store_->Begin(Sample(kNewer));
  store_->PutLetter(kNewer, Letter("a", 1));
  store_->Clear();
  store_->Clear();
  EXPECT_FALSE(store_->Load().has_value());
  EXPECT_EQ(store_->CountLetters("movies-000001"), 0u);
  EXPECT_EQ(Failure([&] { store_->SaveSent(kNewer, Lsn{1}); }), Kind::kFenced) << "it must not be written anew";
  store_->Begin(Sample());
  EXPECT_EQ(store_->Load(), Sample());
  EXPECT_EQ(store_->CountLetters("movies-000001"), 0u);
}

TEST_P(StoreContract, APauseIsKeptUntilItIsTakenBack) {
  store_->Begin(Sample());
  EXPECT_EQ(store_->Load()->paused, std::nullopt);
  store_->SavePaused(kEpoch, 1'790'000'000);
  store_->SaveCheckpoint(kEpoch, Lsn{0x99'0000'0000});
  EXPECT_EQ(bench_->Open()->Load()->paused, 1'790'000'000);
  bench_->Lose();
  store_->SaveSent(kEpoch, Lsn{1});
  EXPECT_EQ(store_->Load()->paused, 1'790'000'000) << "it is written anew with the rest";
  auto next = *store_->Load();
  next.epoch = kNewer;
  auto other = bench_->Open();
  other->Begin(next);
  EXPECT_EQ(other->Load()->paused, 1'790'000'000);
  other->SavePaused(kNewer, std::nullopt);
  EXPECT_EQ(bench_->Open()->Load()->paused, std::nullopt);
}

TEST_P(StoreContract, FormerIdentitiesNeedNoRecordAndOutliveIt) {
  const std::vector<stream::FormerIdentity> former = {{{"content", "film \"work\""}, "default", ""},
                                                      {{"схема", "t"}, "index", "t_key"}};
  EXPECT_TRUE(store_->LoadIdentities().empty());
  store_->SaveIdentities(former);
  EXPECT_EQ(bench_->Open()->LoadIdentities(), former);
  EXPECT_FALSE(store_->Load().has_value());
  store_->Begin(Sample());
  store_->Clear();
  EXPECT_EQ(store_->LoadIdentities(), former);
  store_->SaveIdentities({former[1]});
  EXPECT_EQ(store_->LoadIdentities(), std::vector{former[1]});
  store_->SaveIdentities({});
  EXPECT_TRUE(bench_->Open()->LoadIdentities().empty());
}

TEST_P(StoreContract, EightThreadsSaveAtOnceAndNothingIsLost) {
  constexpr int kThreads = 8, kSaves = 25;
  auto record = Sample();
  record.checkpoint = record.sent = Lsn{1};
  store_->Begin(record);
  std::vector<std::jthread> threads;
  for (int t = 0; t < kThreads; ++t) {
    threads.emplace_back([&, t] {
      for (int i = 1; i <= kSaves; ++i) {
        const auto value = static_cast<std::uint64_t>(i * kThreads + t);
        store_->SaveCheckpoint(kEpoch, Lsn{value});
        store_->SaveSent(kEpoch, Lsn{value + 1000});
        stream::IndexRecord index;
        index.reason = std::to_string(i);
        store_->SaveIndex(kEpoch, "index" + std::to_string(t), index);
        store_->PutLetter(kEpoch, Letter(std::to_string(t) + "-" + std::to_string(i), value));
        if (i % 2 == 0)
          store_->RemoveLetter(kEpoch, "movies-000001", std::to_string(t) + "-" + std::to_string(i), value);
      }
    });
  }
  threads.clear();
  const auto loaded = store_->Load().value();
  EXPECT_EQ(loaded.checkpoint, Lsn{kSaves * kThreads + kThreads - 1});
  EXPECT_EQ(loaded.sent, Lsn{kSaves * kThreads + kThreads - 1 + 1000});
  for (int t = 0; t < kThreads; ++t)
    EXPECT_EQ(loaded.indices.at("index" + std::to_string(t)).reason, std::to_string(kSaves));
  EXPECT_EQ(store_->CountLetters("movies-000001"), static_cast<std::uint64_t>(kThreads * (kSaves / 2 + 1)));
}

TEST_P(StoreContract, DescribeNamesThePlace) { EXPECT_FALSE(store_->Describe().empty()); }

GTEST_ALLOW_UNINSTANTIATED_PARAMETERIZED_TEST(StoreContract);

}  // namespace cdc::test
