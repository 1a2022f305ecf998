#include "cdc/pg/replication.h"

#include <gtest/gtest.h>

#include "cdc/pg/slot.h"
#include "tests/support/postgres.h"
#include "tests/support/wait.h"

namespace cdc::pg {
namespace {

using test::TestConnection;
using test::TestDatabase;
using test::UniqueName;
using test::WaitUntil;

class PgReplication : public testing::Test {
 protected:
  PgReplication() {
    database_.Exec("CREATE TABLE t (id int PRIMARY KEY, x text)");
    CreateSlot(Options(), slot_, "wal2json", *clock_, {});
    interest_->Add({"public", "t"}, {"id"});
  }

  ConnectOptions Options() const { return {.dsn = database_.Dsn()}; }
  std::unique_ptr<Replication> Make(std::optional<Server> expect = {}, std::size_t buffer = 1 << 20) {
    const ReplicationOptions options{.connect = Options(), .slot = slot_, .plugin = "wal2json", .buffer_bytes = buffer};
    auto source = std::make_unique<Replication>(options, *clock_, std::move(expect));
    source->SetInterest(interest_);
    return source;
  }
  Server ThisServer() {
    Connection connection(Options());
    return Identify(connection);
  }
  Lsn Flushed() { return *Lsn::Parse(database_.Value("SELECT pg_current_wal_flush_lsn()")); }
  std::string Confirmed(Lsn lsn) {
    return database_.Value("SELECT confirmed_flush_lsn >= '" + lsn.ToString() +
                           "' FROM pg_replication_slots WHERE slot_name = '" + slot_ + "'");
  }
  bool IsFree() {
    return WaitUntil([&] {
      return database_.Value("SELECT active FROM pg_replication_slots WHERE slot_name = '" + slot_ + "'") == "f";
    });
  }
  void OpenAgain(Replication& source, Lsn from = {}) {
    source.Close();
    ASSERT_TRUE(IsFree());
    source.Open(from, {});
  }
  // The ids of the rows of so many transactions; `end` is set to the end of the last.
  std::vector<std::string> Ids(Replication& source, int transactions, Lsn* end = nullptr) {
    std::vector<std::string> ids;
    while (transactions > 0) {
      const auto message = source.Next({}, clock_->Now() + std::chrono::seconds(30));
      if (!message) throw std::runtime_error("no message came in time");
      if (const auto* change = std::get_if<Change>(&*message)) ids.push_back(change->after.at(0).text);
      const auto* commit = std::get_if<Commit>(&*message);
      if (commit == nullptr) continue;
      --transactions;
      if (end != nullptr) *end = commit->end;
    }
    return ids;
  }
  void Insert(int id) { database_.Exec("INSERT INTO t VALUES (" + std::to_string(id) + ", repeat('x', 1000))"); }
  std::optional<Kind> KindOfOpening(Replication& source, Lsn from = {}) {
    try {
      source.Open(from, {});
    } catch (const Error& error) {
      return error.kind();
    }
    return std::nullopt;
  }

  TestDatabase database_;
  const std::string slot_ = UniqueName("slot");
  const std::unique_ptr<Clock> clock_ = SystemClock();
  const std::shared_ptr<Interest> interest_ = std::make_shared<Interest>();
};

TEST_F(PgReplication, ResumesRightBehindWhatIsAskedForAndElseAtWhatIsConfirmed) {
  Insert(1);
  Insert(2);
  const auto source = Make(ThisServer());
  source->Open({}, {});
  Lsn first;
  EXPECT_EQ(Ids(*source, 1, &first), std::vector<std::string>{"1"});
  ASSERT_NO_FATAL_FAILURE(OpenAgain(*source, first));
  Lsn second;
  EXPECT_EQ(Ids(*source, 1, &second), std::vector<std::string>{"2"});
  ASSERT_NO_FATAL_FAILURE(OpenAgain(*source));
  EXPECT_EQ(Ids(*source, 2), (std::vector<std::string>{"1", "2"})) << "nothing was confirmed yet";
  source->Confirm(second);
  EXPECT_TRUE(WaitUntil([&] { return Confirmed(second) == "t"; }));
  Insert(3);
  ASSERT_NO_FATAL_FAILURE(OpenAgain(*source));
  EXPECT_EQ(Ids(*source, 1), std::vector<std::string>{"3"});
}

TEST_F(PgReplication, WhatWasConfirmedLastReachesTheServerWhenItIsClosed) {
  Insert(1);
  const auto source = Make();
  source->Open({}, {});
  Lsn end;
  Ids(*source, 1, &end);
  source->Confirm(end);
  source->Close();
  ASSERT_TRUE(IsFree());
  EXPECT_EQ(Confirmed(end), "t");
}

// PostgreSQL takes it, and leaves out what it writes until it gets there.
TEST_F(PgReplication, AskedForMoreThanTheServerHasIsAGap) {
  const auto source = Make(ThisServer());
  EXPECT_EQ(KindOfOpening(*source, Lsn{Flushed().value + (1ULL << 32)}), Kind::kGap);
  EXPECT_TRUE(IsFree());
  EXPECT_EQ(KindOfOpening(*source, Flushed()), std::nullopt);
}

TEST_F(PgReplication, AnotherServerOrTimelineIsAGap) {
  Server other = ThisServer();
  other.system_id += "0";
  EXPECT_EQ(KindOfOpening(*Make(other)), Kind::kGap);
  Server promoted = ThisServer();
  ++promoted.timeline;
  EXPECT_EQ(KindOfOpening(*Make(promoted)), Kind::kGap);
}

TEST_F(PgReplication, ASlotThatIsGoneIsAGapAndOneThatIsHeldIsBusy) {
  const auto holder = Make(), late = Make();
  holder->Open({}, {});
  EXPECT_EQ(KindOfOpening(*late), Kind::kSlotBusy);
  holder->Close();
  ASSERT_TRUE(IsFree());
  database_.Exec("SELECT pg_drop_replication_slot('" + slot_ + "')");
  EXPECT_EQ(KindOfOpening(*late), Kind::kGap);
}

TEST_F(PgReplication, AConnectionThatIsTerminatedIsUnavailableAndComesBack) {
  Insert(1);
  const auto source = Make(ThisServer());
  source->Open({}, {});
  Lsn end;
  Ids(*source, 1, &end);
  database_.Exec("SELECT pg_terminate_backend(active_pid) FROM pg_replication_slots WHERE slot_name = '" + slot_ + "'");
  Insert(2);
  std::optional<Kind> kind;
  ASSERT_TRUE(WaitUntil([&] {
    try {
      source->Next({}, clock_->Now());
    } catch (const Error& error) {
      kind = error.kind();
    }
    return kind.has_value();
  }));
  EXPECT_EQ(kind, Kind::kUnavailable);
  ASSERT_TRUE(IsFree());
  source->Open(end, {});
  EXPECT_EQ(Ids(*source, 1), std::vector<std::string>{"2"});
}

// Whoever does not take messages for a while loses none, and the server is answered meanwhile.
TEST_F(PgReplication, AFullBufferHoldsTheServerBackAndLosesNothing) {
  const auto source = Make(ThisServer(), 20'000);
  source->Open({}, {});
  database_.Exec("INSERT INTO t SELECT i, repeat(md5(i::text), 500) FROM generate_series(1, 1000) AS i");
  const Lsn written = Flushed();
  const std::string replied =
      "SELECT reply_time FROM pg_stat_replication JOIN pg_replication_slots ON pid = active_pid "
      "WHERE slot_name = '" +
      slot_ + "'";
  const std::string before = database_.Value(replied);
  EXPECT_TRUE(WaitUntil([&] { return database_.Value(replied) != before; }));
  const std::string once = database_.Value(replied);
  EXPECT_TRUE(WaitUntil([&] { return database_.Value(replied) != once; }));
  EXPECT_LT(source->Received(), written);
  EXPECT_EQ(Ids(*source, 1).size(), 1000U);
}

}  // namespace
}  // namespace cdc::pg
