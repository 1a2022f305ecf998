#include "cdc/stream/generations.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/stream/fakes.h"

namespace cdc::test {
namespace {

using stream::IndexState;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

class GenerationsTest : public testing::Test {
 protected:
  GenerationsTest() {
    setup_.name = "films";
    setup_.definition_hash = "definition";
    setup_.structure = "structure";
    setup_.plan = std::make_shared<const Plan>(FilmPlan());
    Restart();
  }

  // As another process would begin.
  void Restart() {
    generations_ = std::make_unique<stream::Generations>(
        stream::Generations::Parts{.indices = bench_.indices,
                                   .store = bench_.store,
                                   .letters = bench_.letters,
                                   .log = *bench_.log,
                                   .epoch = Lsn{100},
                                   .slot = "walcast",
                                   .old_plan = [this](const auto&, const auto&) { return old_plan_; }});
  }
  void Adopt() { generations_->Adopt(setup_, bench_.store.record.indices["films"]); }
  // The first load is done.
  void MakeLive() {
    Adopt();
    Fill();
  }
  void Fill() {
    const auto fillings = generations_->Fillings();
    ASSERT_THAT(fillings, SizeIs(1));
    auto walked = fillings[0].second;
    walked.walked = true;
    generations_->SaveFilling("films", walked);
    generations_->Switch(*fillings[0].first);
  }
  const stream::IndexRecord& Kept() { return bench_.store.record.indices["films"]; }
  std::vector<std::string> Fed() {
    const auto set = generations_->Targets();
    std::vector<std::string> names;
    for (const auto& target : set->targets()) names.push_back(target->generation);
    return names;
  }
  std::vector<std::string> Existing() {
    std::vector<std::string> names;
    for (const auto& generation : bench_.indices.generations) names.push_back(generation.name);
    return names;
  }

  WriterBench bench_;
  stream::IndexSetup setup_;
  std::shared_ptr<const Plan> old_plan_;
  std::unique_ptr<stream::Generations> generations_;
};

TEST_F(GenerationsTest, TheFirstLoadFillsAGenerationWithoutAnAlias) {
  Adopt();
  EXPECT_EQ(Kept().state, IndexState::kBackfilling);
  EXPECT_THAT(Fed(), ElementsAre("films-000001"));
  EXPECT_THAT(bench_.indices.aliases, IsEmpty());
}

TEST_F(GenerationsTest, TheAliasMovesOnceTheWalkIsDurable) {
  Adopt();
  const auto target = generations_->Fillings().at(0).first;
  generations_->Switch(*target);
  EXPECT_THAT(bench_.indices.aliases, IsEmpty()) << "the walk is not done";
  Fill();
  EXPECT_EQ(bench_.indices.aliases.at("films"), "films-000001");
  EXPECT_EQ(Kept().state, IndexState::kLive);
  EXPECT_EQ(Kept().generation, "films-000001");
  EXPECT_THAT(bench_.indices.refreshed, ElementsAre("films-000001"));
}

TEST_F(GenerationsTest, ALiveIndexIsTakenOver) {
  MakeLive();
  Restart();
  Adopt();
  EXPECT_THAT(Fed(), ElementsAre("films-000001"));
  EXPECT_THAT(generations_->Fillings(), IsEmpty());
}

TEST_F(GenerationsTest, AFillingResumesAtItsCursor) {
  Adopt();
  auto at = generations_->Fillings().at(0).second;
  at.cursor = "m";
  generations_->SaveFilling("films", at);
  Restart();
  Adopt();
  ASSERT_THAT(generations_->Fillings(), SizeIs(1));
  EXPECT_EQ(generations_->Fillings()[0].second.cursor, "m");
  EXPECT_THAT(Existing(), ElementsAre("films-000001"));
}

TEST_F(GenerationsTest, ACrashBetweenTheAliasAndTheRecordBelievesTheAlias) {
  MakeLive();
  generations_->StartFilling("films");
  auto walked = generations_->Fillings().at(0).second;
  walked.walked = true;
  generations_->SaveFilling("films", walked);
  bench_.indices.MoveAlias("films", "films-000001", "films-000002");
  Restart();
  Adopt();
  EXPECT_EQ(Kept().generation, "films-000002");
  EXPECT_EQ(Kept().state, IndexState::kLive);
  EXPECT_THAT(Fed(), ElementsAre("films-000002"));
  EXPECT_TRUE(Kept().retired.contains("films-000001"));
}

TEST_F(GenerationsTest, AChangedDocumentIsFilledAnewWhileTheOldOneIsFedWithItsOldSql) {
  MakeLive();
  old_plan_ = setup_.plan;
  Plan changed = FilmPlan();
  changed.hash = "other";
  setup_.plan = std::make_shared<const Plan>(changed);
  Restart();
  Adopt();
  EXPECT_THAT(Fed(), ElementsAre("films-000001", "films-000002"));
  EXPECT_EQ(generations_->Targets()->targets()[0]->plan, old_plan_);
  EXPECT_EQ(Kept().state, IndexState::kRebuilding);
  EXPECT_EQ(bench_.indices.aliases.at("films"), "films-000001");
}

TEST_F(GenerationsTest, AChangedDefinitionAndAChangedStructureAreFilledAnew) {
  MakeLive();
  setup_.definition_hash = "other";
  Restart();
  Adopt();
  Fill();
  EXPECT_EQ(bench_.indices.aliases.at("films"), "films-000002");
  setup_.structure = "other";
  Restart();
  Adopt();
  EXPECT_EQ(Kept().state, IndexState::kRebuilding);
}

TEST_F(GenerationsTest, AGenerationThatTheRecordDoesNotKnowByItsUuidIsNotFed) {
  MakeLive();
  bench_.store.record.indices["films"].uuid.clear();
  Restart();
  Adopt();
  EXPECT_THAT(Fed(), ElementsAre("films-000002"));
  EXPECT_TRUE(Kept().stale);
  EXPECT_EQ(bench_.indices.aliases.at("films"), "films-000001");
}

TEST_F(GenerationsTest, AGenerationThatIsKnownButStaleIsFedUntilAnotherOneIsFilled) {
  MakeLive();
  bench_.store.record.indices["films"].stale = true;
  Restart();
  Adopt();
  EXPECT_THAT(Fed(), ElementsAre("films-000001", "films-000002"));
}

TEST_F(GenerationsTest, WhoIsNotTheOwnerAnyMoreTouchesNoAliasAndDropsNothing) {
  MakeLive();
  generations_->StartFilling("films");
  Fill();
  const std::int64_t ripe = Kept().retired.at("films-000001");
  bench_.indices.aliases["films"] = "films-000001";  // as another owner wants it
  stream::GenerationMeta ours;
  ours.slot = "walcast";
  bench_.indices.generations.push_back({"films-000003", "u3", false, ours});  // what the other one is filling
  bench_.store.fail = Kind::kFenced;
  bench_.store.failures = 3;
  EXPECT_THROW(generations_->LookAfter(), Error);
  EXPECT_THROW(generations_->DropRetired(ripe), Error);
  Restart();
  EXPECT_THROW(Adopt(), Error);
  EXPECT_EQ(bench_.store.failures, 0);
  EXPECT_EQ(bench_.indices.aliases.at("films"), "films-000001");
  EXPECT_THAT(Existing(), ElementsAre("films-000001", "films-000002", "films-000003"));
}

TEST_F(GenerationsTest, AnIndexThatIsNotValidAnyMoreIsNotFilledForAPerson) {
  MakeLive();
  generations_->SuspendIndex("films", "a table is unlogged");
  setup_.plan = nullptr;
  setup_.fault = "a table is unlogged";
  generations_->ReplaceSetup(setup_);
  EXPECT_THROW(generations_->StartFilling("films"), Error);
  EXPECT_EQ(Kept().state, IndexState::kSuspended);
}

TEST_F(GenerationsTest, WhatIsServedDoesNotSufferFromAFillingThatFails) {
  MakeLive();
  generations_->StartFilling("films");
  generations_->SuspendFilling("films", "it was deleted");
  EXPECT_EQ(Kept().state, IndexState::kLive);
  EXPECT_THAT(Fed(), ElementsAre("films-000001"));
}

TEST_F(GenerationsTest, ARebuildGivesUpTheOneUnderWay) {
  MakeLive();
  generations_->StartFilling("films");
  const auto started = generations_->StartFilling("films");
  EXPECT_EQ(started.generation, "films-000003");
  ASSERT_TRUE(started.given_up);
  EXPECT_TRUE(started.given_up->suspended);
  EXPECT_THAT(Fed(), ElementsAre("films-000001", "films-000003"));
}

TEST_F(GenerationsTest, TheFormerGenerationStaysForAWhile) {
  MakeLive();
  generations_->StartFilling("films");
  Fill();
  const std::int64_t until = Kept().retired.at("films-000001");
  generations_->DropRetired(until - 1);
  EXPECT_THAT(Existing(), ElementsAre("films-000001", "films-000002"));
  generations_->DropRetired(until);
  EXPECT_THAT(Existing(), ElementsAre("films-000002"));
  EXPECT_THAT(Kept().retired, IsEmpty());
}

TEST_F(GenerationsTest, ASuspensionIsKeptBeforeTheTargetIsPassedOver) {
  MakeLive();
  const auto target = generations_->Targets()->targets().at(0);
  bench_.store.failures = 1;
  EXPECT_THROW(generations_->Suspend(*target, "mapping"), Error);
  EXPECT_FALSE(target->suspended);
  EXPECT_TRUE(generations_->Suspend(*target, "mapping"));
  EXPECT_TRUE(target->suspended);
  EXPECT_EQ(Kept().state, IndexState::kSuspended);
  EXPECT_EQ(Kept().reason, "mapping");
  EXPECT_THAT(Fed(), IsEmpty());
}

TEST_F(GenerationsTest, ASuspendedIndexIsFilledAnewAtTheNextStart) {
  MakeLive();
  generations_->Suspend(*generations_->Targets()->targets().at(0), "mapping");
  Restart();
  Adopt();
  EXPECT_THAT(generations_->Fillings(), SizeIs(1));
  EXPECT_EQ(bench_.indices.aliases.at("films"), "films-000001");
}

TEST_F(GenerationsTest, AFillingThatIsSuspendedLeavesTheServedOneAlone) {
  MakeLive();
  generations_->StartFilling("films");
  generations_->Suspend(*generations_->Fillings().at(0).first, "mapping");
  EXPECT_EQ(Kept().state, IndexState::kLive);
  EXPECT_THAT(Fed(), ElementsAre("films-000001"));
}

TEST_F(GenerationsTest, WhatAnotherSlotOrNobodyOwnsIsNotDropped) {
  stream::GenerationMeta foreign;
  foreign.slot = "another";
  bench_.indices.generations.push_back({"films-000007", "u7", false, foreign});
  bench_.indices.generations.push_back({"films-000008", "u8", false, std::nullopt});
  stream::GenerationMeta ours;
  ours.slot = "walcast";
  bench_.indices.generations.push_back({"films-000009", "u9", false, ours});
  Adopt();
  EXPECT_THAT(Existing(), ElementsAre("films-000007", "films-000008", "films-000010"));
}

TEST_F(GenerationsTest, AnIndexWithoutAValidPlanIsSuspendedAndTheOthersGoOn) {
  MakeLive();
  setup_.plan = nullptr;
  setup_.fault = "no such column";
  Restart();
  Adopt();
  EXPECT_EQ(Kept().state, IndexState::kSuspended);
  EXPECT_EQ(Kept().reason, "no such column");
  EXPECT_THAT(Fed(), IsEmpty());
  EXPECT_THROW(generations_->StartFilling("films"), Error);
}

TEST_F(GenerationsTest, AnAliasThatWasTakenAwayOrMovedToAnotherGenerationOfOursIsSetAgain) {
  MakeLive();
  bench_.indices.aliases.clear();
  EXPECT_THAT(generations_->LookAfter(), IsEmpty());
  EXPECT_EQ(bench_.indices.aliases.at("films"), "films-000001");
  generations_->StartFilling("films");
  Fill();
  bench_.indices.aliases["films"] = "films-000001";
  EXPECT_THAT(generations_->LookAfter(), IsEmpty());
  EXPECT_EQ(bench_.indices.aliases.at("films"), "films-000002");
}

TEST_F(GenerationsTest, AnAliasThatSomebodyElsesIndexHoldsSuspendsTheIndex) {
  MakeLive();
  bench_.indices.generations.push_back({"films-of-theirs", "u", false, std::nullopt});
  bench_.indices.aliases["films"] = "films-of-theirs";
  EXPECT_THAT(generations_->LookAfter(), IsEmpty());
  EXPECT_EQ(bench_.indices.aliases.at("films"), "films-of-theirs");
  EXPECT_EQ(Kept().state, IndexState::kSuspended);
  EXPECT_TRUE(Kept().stale);
}

TEST_F(GenerationsTest, AGenerationThatIsGoneIsNamed) {
  MakeLive();
  bench_.indices.Drop("films-000001");
  bench_.indices.aliases.clear();
  EXPECT_THAT(generations_->LookAfter(), ElementsAre("films"));
}

// From the moment a filling is passed over by the writers it lacks changes.
TEST_F(GenerationsTest, AFillingThatIsGivenUpIsNotResumedAlsoWhereTheNextOneCannotBeMade) {
  MakeLive();
  generations_->StartFilling("films");
  auto at = generations_->Fillings().at(0).second;
  at.cursor = "m";
  generations_->SaveFilling("films", at);
  bench_.indices.create_fails = 1;
  EXPECT_THROW(generations_->StartFilling("films"), Error);
  EXPECT_THAT(Fed(), ElementsAre("films-000001"));
  Restart();
  Adopt();
  EXPECT_THAT(generations_->Fillings(), IsEmpty());
  EXPECT_THAT(Existing(), ElementsAre("films-000001"));
}

TEST_F(GenerationsTest, WhatIsGivenUpWhileItIsFilledIsDroppedAtTheNextLook) {
  MakeLive();
  generations_->StartFilling("films");
  generations_->Suspend(*generations_->Fillings().at(0).first, "mapping");
  EXPECT_THAT(generations_->LookAfter(), IsEmpty());
  EXPECT_THAT(Existing(), ElementsAre("films-000001"));
  EXPECT_EQ(generations_->StartFilling("films").generation, "films-000003") << "no name is given twice";
}

TEST_F(GenerationsTest, DistrustThatCouldNotBeKeptIsNotTakenForKept) {
  MakeLive();
  bench_.store.failures = 1;
  EXPECT_THROW(generations_->Distrust("films"), Error);
  EXPECT_FALSE(Kept().stale);
  generations_->Distrust("films");
  EXPECT_TRUE(Kept().stale);
}

TEST_F(GenerationsTest, AnIndexThatIsGoneWhileNothingIsWrittenIsFilledAnewOnce) {
  MakeLive();
  bench_.indices.Drop("films-000001");
  bench_.indices.aliases.clear();
  EXPECT_THAT(generations_->LookAfter(), ElementsAre("films"));
  generations_->StartFilling("films");
  EXPECT_THAT(generations_->LookAfter(), IsEmpty());
  EXPECT_EQ(Kept().state, IndexState::kBackfilling);
  Fill();
  EXPECT_EQ(bench_.indices.aliases.at("films"), "films-000002");
}

TEST_F(GenerationsTest, AChangeThatIsMissedWhileTheAliasMovesLeavesTheIndexStale) {
  MakeLive();
  generations_->StartFilling("films");
  bench_.indices.on_move = [&] { generations_->Distrust("films"); };
  Fill();
  EXPECT_EQ(Kept().generation, "films-000002");
  EXPECT_TRUE(Kept().stale);
  EXPECT_FALSE(generations_->Views().at(0).trusted);
}

TEST_F(GenerationsTest, AnUnknownNameIsAMistakeOfTheCaller) {
  EXPECT_THROW(generations_->StartFilling("nobody"), Error);
}

}  // namespace
}  // namespace cdc::test
