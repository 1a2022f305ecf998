// The network between walcast and each of its servers, under load: whatever it does, the same process goes on, nothing
// is lost, nothing is suspended or built anew.
#include "tests/support/fault_proxy.h"
#include "tests/support/film_stream.h"

namespace cdc::test {
namespace {

constexpr int kRounds = 2;
constexpr std::uint64_t kMeanwhile = 250'000;  // bytes of the log: some hundred changes
// Of each client: the stream keeps up, so that what takes long is the trouble's doing.
constexpr std::chrono::milliseconds kRest{30};
// A server that does not answer may not hold up the status; a busy machine takes its part of the time.
constexpr std::chrono::seconds kStatusLimit{15};

struct Trouble {
  std::string name;
  NetworkFault fault;
  std::uint64_t bytes = 0;
};

void PrintTo(const Trouble& trouble, std::ostream* out) { *out << trouble.name; }

class Network : public FilmStream, public testing::WithParamInterface<Trouble> {
 protected:
  explicit Network(const std::string& url) : url_(url), proxy_(url) {}

  bool Silent() const {
    return GetParam().fault == NetworkFault::kStalled || GetParam().fault == NetworkFault::kOneWay;
  }
  // The trouble has lasted long enough for one of the sides to give up waiting, where that does not take minutes.
  virtual bool IsNoticed() { return true; }

  void RunThroughTrouble() {
    daemon_.Start();
    ASSERT_TRUE(WaitLive());
    Load load([&](std::stop_token stop) { ChangeUntil(71, stop, kRest); });
    for (int round = 0; round < kRounds; ++round) {
      ASSERT_TRUE(WaitForLog(kMeanwhile));
      proxy_.Begin(GetParam().fault, GetParam().bytes);
      ASSERT_TRUE(WaitForLog(kMeanwhile));
      EXPECT_TRUE(WaitUntil([&] { return IsNoticed(); }, kLong)) << daemon_.Log();
      EXPECT_TRUE(daemon_.Ask("GET", "/status", "", kStatusLimit).Ok())
          << "it does not say how it is while the network is in trouble";
      proxy_.End();
    }
    ASSERT_TRUE(WaitForLog(kMeanwhile));
    ASSERT_NO_THROW(load.End());
    ExpectUnharmed();
    for (const auto& index : site_.indices()) {
      EXPECT_EQ(daemon_.IndexStatus(index.name).at("dead_letters"), 0);
    }
    EXPECT_GT(proxy_.accepted(), 0U);
    const bool resets = GetParam().fault == NetworkFault::kRefused || GetParam().fault == NetworkFault::kCut;
    EXPECT_EQ(proxy_.resets() > 0, resets);
  }

  const std::string url_;
  FaultProxy proxy_;
};

class NetworkToPostgreSql : public Network {
 protected:
  NetworkToPostgreSql() : Network(Environment("WALCAST_TEST_DSN")) {
    site_.Configure({{"postgres", {{"dsn", proxy_.Through(site_.dsn()) + "&options=-c%20wal_sender_timeout%3D2s"}}}});
  }
  bool IsNoticed() override {
    const std::string held = "SELECT active FROM pg_replication_slots WHERE slot_name = '" + site_.slot() + "'";
    return GetParam().fault != NetworkFault::kStalled || database_.Value(held) == "f";
  }
};

class NetworkToElasticsearch : public Network {
 protected:
  NetworkToElasticsearch() : Network(Environment("WALCAST_TEST_ES")) {
    site_.Configure({{"elasticsearch", {{"urls", {proxy_.Through(url_)}}}}});
  }
};

class NetworkToRedis : public Network {
 protected:
  NetworkToRedis() : Network(Environment("WALCAST_TEST_REDIS")) {
    site_.Configure({{"checkpoint", {{"url", proxy_.Through(url_)}}}});
  }
  bool IsNoticed() override { return !Silent() || daemon_.Logged("lost the connection to Redis"); }
};

TEST_P(NetworkToPostgreSql, InTroubleUnderLoadLosesNothing) { RunThroughTrouble(); }
TEST_P(NetworkToElasticsearch, InTroubleUnderLoadLosesNothing) { RunThroughTrouble(); }
TEST_P(NetworkToRedis, InTroubleUnderLoadLosesNothing) { RunThroughTrouble(); }

const auto kTroubles =
    testing::Values(Trouble{"Refused", NetworkFault::kRefused}, Trouble{"Cut", NetworkFault::kCut, 7},
                    Trouble{"Stalled", NetworkFault::kStalled}, Trouble{"Slow", NetworkFault::kSlow, 20'000},
                    Trouble{"OneWay", NetworkFault::kOneWay});
const auto kName = [](const auto& tried) { return tried.param.name; };

INSTANTIATE_TEST_SUITE_P(Ways, NetworkToPostgreSql, kTroubles, kName);
INSTANTIATE_TEST_SUITE_P(Ways, NetworkToElasticsearch, kTroubles, kName);
INSTANTIATE_TEST_SUITE_P(Ways, NetworkToRedis, kTroubles, kName);

}  // namespace
}  // namespace cdc::test
