// A random mix of faults under load, for WALCAST_CHAOS_SECONDS (300) and with WALCAST_CHAOS_SEED (1). What is done is
// printed, so that a run that failed can be read, and its seed tried again.
#include <chrono>
#include <iomanip>
#include <iostream>

#include "tests/support/fault_proxy.h"
#include "tests/support/film_stream.h"
#include "tests/support/own_redis.h"
#include "tests/support/postgres_cluster.h"

namespace cdc::test {
namespace {

constexpr std::chrono::milliseconds kRest{50};
constexpr std::chrono::seconds kFrozen{10};  // at most

std::uint64_t Number(const char* name, std::uint64_t otherwise) {
  const char* text = std::getenv(name);
  return text == nullptr ? otherwise : std::stoull(text);
}

// A server behind its proxy.
struct Behind {
  Behind(std::string called, const std::string& address) : name(std::move(called)), url(address), proxy(url) {}
  std::string Through() const { return proxy.Through(url); }

  const std::string name, url;
  FaultProxy proxy;
};

struct Servers {
  TestCluster cluster{{"wal_sender_timeout=3s"}};  // who is stopped for longer than that loses the stream
  OwnRedis redis;
};

class Chaos : private Servers, public FilmStream {
 protected:
  Chaos() : FilmStream(60, Servers::cluster.Dsn()) {
    site_.Configure({{"postgres", {{"dsn", postgres_.proxy.Through(site_.dsn())}}},
                     {"elasticsearch", {{"urls", {search_.Through()}}}},
                     {"checkpoint", {{"url", store_.Through()}}},
                     {"backoff", {{"max", "2s"}}}});
    Say("seed " + std::to_string(seed_));
  }

  void Say(const std::string& what) const {
    const std::chrono::duration<double> passed = std::chrono::steady_clock::now() - began_;
    std::cout << std::fixed << std::setprecision(1) << std::setw(7) << passed.count() << " s  " << what << std::endl;
  }
  bool Over() const { return std::chrono::steady_clock::now() - began_ > limit_; }

  // Lets some changes be made, as many as the seed says: mostly for less than a second, at times for longer than those
  // wait who wait for an answer.
  std::uint64_t SomeBytes() {
    return Chance(random_, 15) ? 1'000'000 + Roll(random_, 2'000'000) : 5'000 + Roll(random_, 200'000);
  }
  void SomeChanges() { EXPECT_TRUE(WaitForLog(SomeBytes())) << "nobody changes anything any more"; }

  void NetworkTrouble() {
    Behind* const behind[] = {&postgres_, &search_, &store_};
    struct Kind {
      const char* name;
      NetworkFault fault;
    };
    static constexpr Kind kKinds[] = {{"refused", NetworkFault::kRefused},
                                      {"cut", NetworkFault::kCut},
                                      {"stalled", NetworkFault::kStalled},
                                      {"slow", NetworkFault::kSlow},
                                      {"one-way", NetworkFault::kOneWay}};
    Behind& one = *behind[Roll(random_, 3)];
    const Kind& kind = kKinds[Roll(random_, 5)];
    const std::uint64_t bytes = 1 + Roll(random_, 20'000);
    Say("the network to " + one.name + ": " + kind.name + ", " + std::to_string(bytes));
    one.proxy.Begin(kind.fault, bytes);
    SomeChanges();
    if (Chance(random_, 40)) SomeFaultBeside();
    one.proxy.End();
  }

  void EndOfWalcast() {
    if (Chance(random_, 50)) {
      Say("walcast: kill -9");
      daemon_.Kill();
    } else {
      Say("walcast: SIGTERM");
      EXPECT_EQ(daemon_.Terminate(), 0);
    }
    if (Chance(random_, 50)) SomeChanges();
    Launch();
  }

  // A signal that comes before the program waits for signals ends it in no order.
  void Launch() {
    daemon_.Launch();
    EXPECT_TRUE(WaitUntil([&] { return daemon_.Ask("GET", "/livez").Ok(); }, kLong)) << "it does not start";
  }

  void Freeze() {
    Say("walcast: SIGSTOP");
    daemon_.Freeze();
    // It may be in the middle of reading: TRUNCATE waits for that, and the others behind it.
    WaitForLog(SomeBytes(), kFrozen);
    daemon_.Thaw();
  }

  // `kill`: a server that ends in order waits for its walsender, and so for whatever is between them.
  void RestartOfPostgreSql(bool kill) {
    Say(kill ? "PostgreSQL: killed" : "PostgreSQL: restarted");
    kill ? cluster.Kill() : cluster.Stop();
    cluster.Start();
    database_.Reconnect();
    Say("PostgreSQL: answers again");
  }

  void RestartOfRedis() {
    const bool kill = Chance(random_, 50);
    Say(kill ? "Redis: killed" : "Redis: restarted");
    kill ? redis.Kill() : redis.Stop();
    SomeChanges();
    redis.Start();
  }

  void EndOfConnections() {
    Say("PostgreSQL: connections of walcast terminated");
    database_.Exec(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND "
        "application_name LIKE 'walcast%'");
  }

  void Rebuild() {
    Say("rebuild, where it can be: exit " +
        std::to_string(daemon_.Command({"rebuild", site_.Alias("movies"), "--restart"}).exit));
  }

  void SomeFault() {
    switch (Roll(random_, 10)) {
      case 0: return EndOfWalcast();
      case 1: return Freeze();
      case 2: return RestartOfPostgreSql(Chance(random_, 50));
      case 3: return RestartOfRedis();
      case 4: return EndOfConnections();
      case 5: return Rebuild();
      default: return NetworkTrouble();
    }
  }

  // While the network is in trouble; walcast may be started into it.
  void SomeFaultBeside() {
    switch (Roll(random_, 6)) {
      case 0: return Freeze();
      case 1: return RestartOfPostgreSql(true);
      case 2: return RestartOfRedis();
      case 3: return EndOfConnections();
      default: return EndOfWalcast();
    }
  }

  // Everything is well again: the promise.
  void Heal() {
    Say("all is mended");
    for (Behind* one : {&postgres_, &search_, &store_}) one->proxy.End();
    ASSERT_TRUE(WaitLive()) << daemon_.Status().dump(1);
    ASSERT_NO_FATAL_FAILURE(ExpectEqualOnceLive());
    for (const auto& index : site_.indices()) {
      const auto verified = daemon_.Command({"verify", site_.Alias(index.name)});
      EXPECT_EQ(verified.exit, 0) << verified.output;
    }
    Say("healed: every document equals its SQL, and no other is there");
  }

  const std::uint64_t seed_ = Number("WALCAST_CHAOS_SEED", 1);
  const std::chrono::seconds limit_{Number("WALCAST_CHAOS_SECONDS", 300)};
  const std::chrono::steady_clock::time_point began_ = std::chrono::steady_clock::now();
  Random random_{seed_};
  Behind postgres_{"PostgreSQL", cluster.Dsn()};
  Behind search_{"Elasticsearch", Environment("WALCAST_TEST_ES")};
  Behind store_{"Redis", redis.url()};
};

TEST_F(Chaos, LosesNothing) {
  Launch();
  ASSERT_TRUE(WaitLive());
  for (std::uint64_t round = 0; !Over(); ++round) {
    Load load([&](std::stop_token stop) { ChangeThrough(seed_ * 1000 + round, stop, kRest); });
    for (std::uint64_t left = 3 + Roll(random_, 4); left > 0 && !Over(); --left) {
      ASSERT_NO_FATAL_FAILURE(SomeChanges());
      ASSERT_NO_FATAL_FAILURE(SomeFault());
    }
    ASSERT_NO_THROW(load.End());
    ASSERT_NO_FATAL_FAILURE(Heal()) << daemon_.Log();
  }
}

}  // namespace
}  // namespace cdc::test
