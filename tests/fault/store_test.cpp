// The checkpoint store is emptied, or put back to an older state: nothing is lost, as the slot knows better.
#include "tests/support/film_stream.h"
#include "tests/support/redis_keys.h"

namespace cdc::test {
namespace {

namespace fs = std::filesystem;

// A document that nobody but a rebuild would mend.
class Store : public FilmStream {
 protected:
  void Spoil() {
    HttpClient search(Environment("WALCAST_TEST_ES"));
    ASSERT_TRUE(search.Send("DELETE", "/" + site_.Generation("movies") + "/_doc/" + Film()).Ok());
  }
  void Begin() {
    daemon_.Start();
    Change(1);
    ExpectEqualOnceLive();
  }
  void Stop() { ASSERT_EQ(daemon_.Terminate(), 0); }
  void StartAgain() {
    Change(2);
    daemon_.Start();
    Change(3);
  }
  RedisKeys keys_{Environment("WALCAST_TEST_REDIS"), site_.prefix() + ":"};
};

TEST_F(Store, RedisEmptiedBetweenTwoRunsLosesNothing) {
  Begin();
  Stop();
  keys_.Clear();
  Spoil();
  StartAgain();
  ExpectEqualOnceLive();
  EXPECT_TRUE(site_.Generation("movies").ends_with("000002")) << site_.Generation("movies");
}

TEST_F(Store, RedisPutBackToAnOlderStateBetweenTwoRunsLosesNothing) {
  Begin();
  const auto older = keys_.Dump();
  ASSERT_FALSE(older.empty());
  Change(11);
  daemon_.Wait();
  Stop();
  keys_.Restore(older);
  Spoil();
  StartAgain();
  ExpectEqualOnceLive();
  EXPECT_TRUE(site_.Generation("movies").ends_with("000002")) << site_.Generation("movies");
}

TEST_F(Store, RedisPutBackToTheFirstLoadLosesNothing) {
  site_.Configure({{"backfill", {{"documents_per_second", 60}, {"page", 10}}}});
  daemon_.Start();
  ASSERT_TRUE(WaitUntil([&] { return !keys_.List().empty(); }, kLong));
  const auto older = keys_.Dump();
  ASSERT_TRUE(WaitLive());
  Change(12);
  daemon_.Wait();
  Stop();
  keys_.Restore(older);
  StartAgain();
  ExpectEqualOnceLive();
}

TEST_F(Store, RedisEmptiedUnderLoadAndThenAKillLosesNothing) {
  Begin();
  Load load([&](std::stop_token stop) { ChangeUntil(21, stop); });
  for (int round = 0; round < 5; ++round) {
    keys_.Clear();
    ASSERT_TRUE(WaitUntil([&] { return !keys_.List().empty(); }, kLong)) << "the record does not come back";
    daemon_.Kill();
    if (round % 2 == 1) keys_.Clear();
    daemon_.Start();
  }
  ASSERT_NO_THROW(load.End());
  ExpectEqualOnceLive();
}

TEST_F(Store, RedisPutBackUnderLoadLosesNothing) {
  Begin();
  Load load([&](std::stop_token stop) { ChangeUntil(22, stop); });
  for (int round = 0; round < 5; ++round) {
    const auto older = keys_.Dump();
    const auto before = daemon_.Status().at("checkpoint");
    ASSERT_TRUE(WaitUntil([&] { return daemon_.Status().at("checkpoint") != before; }, kLong));
    keys_.Restore(older);
    if (round % 2 == 0) {
      daemon_.Kill();
      daemon_.Start();
    }
  }
  ASSERT_NO_THROW(load.End());
  ExpectEqualOnceLive();
}

class FileStore : public Store {
 protected:
  FileStore() { site_.UseFileStore(); }
};

TEST_F(FileStore, TheDirectoryRemovedBetweenTwoRunsLosesNothing) {
  Begin();
  Stop();
  fs::remove_all(site_.FileStore());
  Spoil();
  StartAgain();
  ExpectEqualOnceLive();
}

TEST_F(FileStore, AnOlderCopyPutBackBetweenTwoRunsLosesNothing) {
  Begin();
  const fs::path older = site_.scratch().path() / "older";
  fs::copy(site_.FileStore(), older, fs::copy_options::recursive);
  Change(11);
  daemon_.Wait();
  Stop();
  fs::remove_all(site_.FileStore());
  fs::copy(older, site_.FileStore(), fs::copy_options::recursive);
  Spoil();
  StartAgain();
  ExpectEqualOnceLive();
}

}  // namespace
}  // namespace cdc::test
