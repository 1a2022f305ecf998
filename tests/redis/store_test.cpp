#include "cdc/redis/store.h"

#include <fmt/format.h>
#include <unistd.h>

#include <csignal>
#include <filesystem>
#include <fstream>

#include "cdc/redis/scripts.h"
#include "cdc/stream/record_json.h"
#include "tests/support/store_contract.h"

namespace cdc::test {
namespace {

namespace fs = std::filesystem;

std::string SharedUrl() {
  const char* url = std::getenv("WALCAST_TEST_REDIS");
  if (url == nullptr) throw std::runtime_error("WALCAST_TEST_REDIS is not set: run under tests/support/fixture.sh");
  return url;
}

std::string OwnPrefix() {
  static int number = 0;
  return fmt::format("test:{}:{}", getpid(), ++number);
}

class RedisBench : public StoreBench {
 public:
  RedisBench() : prefix_(OwnPrefix()), client_({redis::ParseAddress(SharedUrl())}) {}
  ~RedisBench() override { Lose(); }

  std::unique_ptr<stream::Store> Open() override {
    redis::StoreOptions options;
    options.url = SharedUrl();
    options.prefix = prefix_;
    options.slot = "walcast";
    return std::make_unique<redis::Store>(options);
  }
  void Lose() override {
    for (const auto& key : Keys()) client_.Command({"DEL", key});
  }
  void Remember() override {
    for (const auto& key : Keys()) copy_[key] = client_.Command({"DUMP", key}).Text();
  }
  void PutBack() override {
    Lose();
    for (const auto& [key, value] : copy_) client_.Command({"RESTORE", key, "0", value});
  }
  std::vector<std::string> Keys() {
    std::vector<std::string> keys;
    for (const auto& key : client_.Command({"KEYS", prefix_ + ":*"}).Texts()) keys.push_back(key.value());
    return keys;
  }

 private:
  const std::string prefix_;
  redis::Client client_;
  std::map<std::string, std::string> copy_;
};

INSTANTIATE_TEST_SUITE_P(Redis, StoreContract, testing::Values([]() -> std::unique_ptr<StoreBench> {
                           return std::make_unique<RedisBench>();
                         }));

TEST(RedisStore, ClearLeavesNoKey) {
  RedisBench bench;
  auto store = bench.Open();
  stream::Record record;
  record.epoch = Lsn{1};
  store->Begin(record);
  store->PutLetter(Lsn{1}, {"a", "a-000001", "1", 1, "", 0});
  store->PutLetter(Lsn{1}, {"b", "b-000001", "1", 1, "", 0});
  EXPECT_EQ(bench.Keys().size(), 6u);
  store->Clear();
  EXPECT_TRUE(bench.Keys().empty());
}

// The same as it reaches the server when the network delivers late what a closed connection had sent.
TEST(RedisStore, AWriteThatArrivesBehindALaterOneOfItsProcessChangesNothing) {
  RedisBench bench;
  auto store = bench.Open();
  stream::Record record;
  record.system_id = "7";
  record.timeline = 1;
  record.epoch = Lsn{7};
  store->Begin(record);
  stream::IndexRecord old, now;
  old.reason = "old";
  now.reason = "now";
  const std::vector<std::string> late = {"0000000000000007",      "1", "7", "1", "2", "index:movies",
                                         stream::EncodeIndex(old)};
  store->SaveIndex(Lsn{7}, "movies", now);
  const auto key = bench.Keys().at(0);
  redis::Client client({redis::ParseAddress(SharedUrl())});
  EXPECT_EQ(client.Eval(redis::scripts::kSetField, {key}, late).Integer(), 2);
  EXPECT_EQ(store->Load()->indices.at("movies"), now);
}

TEST(RedisAddress, IsReadFromAUrl) {
  const auto full = redis::ParseAddress("redis://us%40er:p%3Ass@redis.example:6380/3");
  EXPECT_EQ(full.host, "redis.example");
  EXPECT_EQ(full.port, 6380);
  EXPECT_EQ(full.user, "us@er");
  EXPECT_EQ(full.password, "p:ss");
  EXPECT_EQ(full.database, 3);
  EXPECT_EQ(full.ToString(), "redis://redis.example:6380/3");
  EXPECT_EQ(redis::ParseAddress("redis://:secret@[::1]").ToString(), "redis://[::1]:6379/0");
  EXPECT_EQ(redis::ParseAddress("redis://:secret@[::1]").password, "secret");
  EXPECT_EQ(redis::ParseAddress("redis://h/").database, 0);
}

TEST(RedisAddress, IsRefusedWithoutQuotingIt) {
  for (const char* url :
       {"rediss://:secret@h", "http://:secret@h", "secret", "redis://:secret@h/x", "redis://:secret@h/-1",
        "redis://:secret@h:99999", "redis://:secret@h:12x", "redis://:secret@", "redis://:secret@h/99999999999"}) {
    try {
      redis::ParseAddress(url);
      ADD_FAILURE() << url;
    } catch (const Error& error) {
      EXPECT_EQ(error.kind(), Kind::kConfig);
      EXPECT_EQ(std::string(error.what()).find("secret"), std::string::npos) << error.what();
    }
  }
}

// A Redis of the test's own, to be stopped, killed and given other settings.
class OwnRedis : public testing::Test {
 protected:
  OwnRedis() {
    directory_ = (fs::temp_directory_path() / "walcast-redis-XXXXXX").string();
    if (mkdtemp(directory_.data()) == nullptr) throw std::runtime_error("cannot make a directory");
    fs::permissions(directory_, fs::perms{0755});
    Server("port >" + directory_ + "/port");
    std::ifstream(directory_ + "/port") >> port_;
    Start();
  }
  ~OwnRedis() override {
    Kill();
    fs::remove_all(directory_);
  }

  void Start() { Server("redis start " + directory_ + " " + port_); }
  void Kill() { Server("redis kill " + directory_); }
  std::string Url(const std::string& user = "") const { return "redis://" + user + "127.0.0.1:" + port_ + "/0"; }
  void Set(const std::string& name, const std::string& value) {
    redis::Client({redis::ParseAddress(Url())}).Command({"CONFIG", "SET", name, value});
  }
  redis::StoreOptions Options(const std::string& user = "") const {
    redis::StoreOptions options;
    options.url = Url(user);
    options.slot = "walcast";
    return options;
  }
  static stream::Record Sample() {
    stream::Record record;
    record.system_id = "7";
    record.timeline = 1;
    record.epoch = Lsn{7};
    record.checkpoint = Lsn{100};
    record.indices["movies"] = {};
    return record;
  }
  static Error Failure(const std::function<void()>& call) {
    try {
      call();
    } catch (const Error& error) {
      return error;
    }
    return {Kind::kInternal, "nothing was thrown"};
  }
  pid_t Pid() const {
    pid_t pid = 0;
    std::ifstream(directory_ + "/run/redis.pid") >> pid;
    return pid;
  }

  std::string directory_;
  std::string port_;

 private:
  static void Server(const std::string& arguments) {
    const std::string command = WALCAST_SOURCE_DIR "/tests/support/own_server.sh " + arguments;
    if (std::system(command.c_str()) != 0) throw std::runtime_error("failed: " + command);
  }
};

TEST_F(OwnRedis, WhatWasSavedSurvivesTheDeathOfTheServer) {
  Set("appendfsync", "always");
  redis::Store store(Options());
  store.Begin(Sample());
  store.SaveCheckpoint(Lsn{7}, Lsn{200});
  store.PutLetter(Lsn{7}, {"movies", "movies-000001", "id", 3, "reason", 0});
  Kill();
  const auto error = Failure([&] { store.SaveCheckpoint(Lsn{7}, Lsn{300}); });
  EXPECT_EQ(error.kind(), Kind::kUnavailable) << error.what();
  EXPECT_FALSE(error.hint().empty());
  Start();
  EXPECT_EQ(store.Load()->checkpoint, Lsn{200});
  EXPECT_EQ(store.CountLetters("movies-000001"), 1u);
  store.SaveCheckpoint(Lsn{7}, Lsn{300});
  EXPECT_EQ(redis::Store(Options()).Load()->checkpoint, Lsn{300});
}

TEST_F(OwnRedis, AServerThatWasRestartedIsFoundAgainByTheSameCall) {
  redis::Store store(Options());
  store.Begin(Sample());
  Kill();
  Start();
  store.SaveCheckpoint(Lsn{7}, Lsn{200});
  EXPECT_EQ(store.Load()->checkpoint, Lsn{200});
}

TEST_F(OwnRedis, AFlushWhileRunningLeavesTheRecordWholeAndIsTold) {
  int told = 0;
  auto options = Options();
  options.on_rewritten = [&] { ++told; };
  redis::Store store(options);
  store.Begin(Sample());
  store.SaveSent(Lsn{7}, Lsn{500});
  EXPECT_EQ(told, 0);
  redis::Client({redis::ParseAddress(Url())}).Command({"FLUSHALL"});
  redis::Client({redis::ParseAddress(Url())}).Command({"SCRIPT", "FLUSH"});
  store.SaveCheckpoint(Lsn{7}, Lsn{200});
  EXPECT_EQ(told, 1);
  auto expected = Sample();
  expected.checkpoint = Lsn{200};
  expected.sent = Lsn{500};
  EXPECT_EQ(store.Load(), expected);
}

TEST_F(OwnRedis, AWrongPasswordIsAMissingRightAndIsNotShown) {
  Set("requirepass", "the-right-one");
  for (const char* user : {"", ":the-wrong-one@", "nobody:the-wrong-one@"}) {
    const auto error = Failure([&] { redis::Store(Options(user)).Load(); });
    EXPECT_EQ(error.kind(), Kind::kRights) << error.what();
    EXPECT_EQ(std::string(error.what()).find("-one"), std::string::npos) << error.what();
    EXPECT_FALSE(error.hint().empty());
  }
  redis::Store store(Options(":the-right-one@"));
  store.Begin(Sample());
  EXPECT_EQ(redis::Store(Options("default:the-right-one@")).Load(), Sample());
  EXPECT_EQ(store.Describe().find("the-right-one"), std::string::npos);
}

TEST_F(OwnRedis, AUserWithoutTheRightToWriteIsToldSo) {
  redis::Client({redis::ParseAddress(Url())})
      .Command({"ACL", "SETUSER", "reader", "on", ">secret", "~*", "+@read", "+script|load", "+evalsha"});
  redis::Store store(Options("reader:secret@"));
  EXPECT_FALSE(store.Load().has_value());
  EXPECT_EQ(Failure([&] { store.Begin(Sample()); }).kind(), Kind::kRights);
}

TEST_F(OwnRedis, ItsMemoryLimitIsAFailureToRetryAndSaysWhatToDo) {
  redis::Store store(Options());
  store.Begin(Sample());
  Set("maxmemory", "1");
  const auto error = Failure([&] { store.SaveCheckpoint(Lsn{7}, Lsn{200}); });
  EXPECT_EQ(error.kind(), Kind::kUnavailable) << error.what();
  EXPECT_NE(error.hint().find("maxmemory"), std::string::npos) << error.hint();
  Set("maxmemory", "0");
  store.SaveCheckpoint(Lsn{7}, Lsn{200});
  EXPECT_EQ(store.Load()->checkpoint, Lsn{200});
}

TEST_F(OwnRedis, AReplicaIsAFailureToRetry) {
  redis::Store store(Options());
  store.Begin(Sample());
  redis::Client client({redis::ParseAddress(Url())});
  client.Command({"REPLICAOF", "127.0.0.1", "1"});
  const auto error = Failure([&] { store.SaveCheckpoint(Lsn{7}, Lsn{200}); });
  EXPECT_EQ(error.kind(), Kind::kUnavailable) << error.what();
  EXPECT_NE(error.hint().find("primary"), std::string::npos) << error.hint();
  client.Command({"REPLICAOF", "NO", "ONE"});
  store.SaveCheckpoint(Lsn{7}, Lsn{200});
}

TEST_F(OwnRedis, AKeyOfAnotherKindAndARecordOfNonsenseAreCorrupt) {
  redis::Client client({redis::ParseAddress(Url())});
  redis::Store store(Options());
  client.Command({"SET", "walcast:walcast:record", "x"});
  EXPECT_EQ(Failure([&] { store.Load(); }).kind(), Kind::kCorrupt);
  EXPECT_EQ(Failure([&] { store.Begin(Sample()); }).kind(), Kind::kCorrupt);
  client.Command({"DEL", "walcast:walcast:record"});
  store.Begin(Sample());
  for (const auto& [field, value] : std::map<std::string, std::string>{{"checkpoint", "12"},
                                                                       {"sent", "00000000000000zz"},
                                                                       {"identity", "{\"system_id\": secret"},
                                                                       {"index:movies", "[1]"}}) {
    client.Command({"HSET", "walcast:walcast:record", field, value});
    const auto error = Failure([&] { store.Load(); });
    EXPECT_EQ(error.kind(), Kind::kCorrupt) << field << ": " << error.what();
    EXPECT_EQ(std::string(error.what()).find("secret"), std::string::npos) << error.what();
    store.Clear();
    store.Begin(Sample());
  }
  client.Command({"HDEL", "walcast:walcast:record", "sent"});
  EXPECT_EQ(Failure([&] { store.Load(); }).kind(), Kind::kCorrupt);
}

TEST_F(OwnRedis, AServerThatHangsCostsEveryCallerOneTimeLimitNotOneEach) {
  auto options = Options();
  options.command_timeout = std::chrono::milliseconds(500);
  redis::Store store(options);
  store.Begin(Sample());
  const pid_t pid = Pid();
  ASSERT_GT(pid, 1);
  kill(pid, SIGSTOP);
  const auto begun = std::chrono::steady_clock::now();
  std::vector<std::jthread> threads;
  for (int i = 0; i < 8; ++i) {
    threads.emplace_back(
        [&] { EXPECT_EQ(Failure([&] { store.SaveCheckpoint(Lsn{7}, Lsn{200}); }).kind(), Kind::kUnavailable); });
  }
  threads.clear();
  EXPECT_LT(std::chrono::steady_clock::now() - begun, std::chrono::seconds(3));
  kill(pid, SIGCONT);
  store.SaveCheckpoint(Lsn{7}, Lsn{300});
  EXPECT_EQ(store.Load()->checkpoint, Lsn{300});
}

// A command given up may still reach the server later: it must not put back what a newer one wrote.
TEST_F(OwnRedis, ASaveThatWasGivenUpDoesNotOvertakeALaterOne) {
  auto options = Options();
  options.command_timeout = std::chrono::milliseconds(300);
  redis::Store store(options);
  store.Begin(Sample());
  const pid_t pid = Pid();
  for (int round = 0; round < 10; ++round) {
    stream::IndexRecord old, now;
    old.reason = "old";
    now.reason = fmt::format("now {}", round);
    kill(pid, SIGSTOP);
    EXPECT_EQ(Failure([&] { store.SaveIndex(Lsn{7}, "movies", old); }).kind(), Kind::kUnavailable);
    kill(pid, SIGCONT);
    store.SaveIndex(Lsn{7}, "movies", now);
    EXPECT_EQ(store.Load()->indices.at("movies"), now);
  }
}

TEST_F(OwnRedis, SomethingThatIsNoRedisIsUnavailable) {
  redis::StoreOptions options;
  options.url = "redis://127.0.0.1:1/0";
  const auto error = Failure([&] { redis::Store(options).Load(); });
  EXPECT_EQ(error.kind(), Kind::kUnavailable);
  EXPECT_NE(std::string(error.what()).find("127.0.0.1:1"), std::string::npos) << error.what();
}

}  // namespace
}  // namespace cdc::test
