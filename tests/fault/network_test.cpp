// The network between walcast and each of its servers, under load: whatever it does, the same process goes on, nothing
// is lost, nothing is suspended or built anew.
#include <regex>

#include "tests/support/fault_proxy.h"
#include "tests/support/film_stream.h"

namespace cdc::test {
namespace {

constexpr int kRounds = 2;
constexpr std::uint64_t kMeanwhile = 300'000;  // bytes of the log: some hundred changes

struct Trouble {
  std::string name;
  NetworkFault fault;
  std::uint64_t bytes = 0;
};

void PrintTo(const Trouble& trouble, std::ostream* out) { *out << trouble.name; }

const std::regex kAddress(R"(127\.0\.0\.1:\d+)");
const std::regex kPort(R"(port=\d+)");  // of a TestDatabase's DSN

std::string AddressIn(const std::string& url) {
  std::smatch found;
  if (!std::regex_search(url, found, kAddress)) throw std::runtime_error("there is no address in " + url);
  return found.str();
}

class Network : public FilmStream, public testing::WithParamInterface<Trouble> {
 protected:
  explicit Network(const std::string& url) : url_(url), proxy_(AddressIn(url)) {}
  std::string Through() const { return std::regex_replace(url_, kAddress, proxy_.address()); }

  void RunThroughTrouble() {
    const auto t0 = std::chrono::steady_clock::now();
    auto T = [&](const char* w) {
      fprintf(stderr, "%6.1f %s\n", std::chrono::duration<double>(std::chrono::steady_clock::now() - t0).count(), w);
    };
    daemon_.Start();
    T("started");
    ASSERT_TRUE(WaitLive());
    Load load([&](std::stop_token stop) { ChangeUntil(71, stop); });
    for (int round = 0; round < kRounds; ++round) {
      ASSERT_TRUE(WaitForLog(kMeanwhile));
      T("log");
      proxy_.Begin(GetParam().fault, GetParam().bytes);
      ASSERT_TRUE(WaitForLog(kMeanwhile));
      T("log in trouble");
      EXPECT_FALSE(daemon_.State().empty()) << "it does not say how it is while the network is in trouble";
      T("state told");
      proxy_.End();
    }
    ASSERT_TRUE(WaitForLog(kMeanwhile));
    T("log after");
    ASSERT_NO_THROW(load.End());
    T("load ended");
    ASSERT_TRUE(daemon_.Running()) << daemon_.Log();
    EXPECT_TRUE(WaitLive());
    T("live");
    daemon_.Wait();
    T("waited");
    ExpectEqualOnceLive();
    T("equal");
    fprintf(stderr, "%s", daemon_.Log().c_str());
    fprintf(stderr, "%s\n", daemon_.Ask("GET", "/metrics").body.c_str());
    for (const auto& index : site_.indices()) {
      EXPECT_TRUE(site_.Generation(index.name).ends_with("000001")) << site_.Generation(index.name);
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
    site_.Configure({{"postgres", {{"dsn", std::regex_replace(site_.dsn(), kPort, "port=" + proxy_.port())}}}});
  }
};

class NetworkToElasticsearch : public Network {
 protected:
  NetworkToElasticsearch() : Network(Environment("WALCAST_TEST_ES")) {
    site_.Configure({{"elasticsearch", {{"urls", {Through()}}}}});
  }
};

class NetworkToRedis : public Network {
 protected:
  NetworkToRedis() : Network(Environment("WALCAST_TEST_REDIS")) {
    site_.Configure({{"checkpoint", {{"url", Through()}}}});
  }
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
