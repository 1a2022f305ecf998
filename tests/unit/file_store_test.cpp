#include "cdc/stream/file_store.h"

#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <fstream>

#include "tests/support/store_contract.h"
#include "tests/support/wait.h"

namespace cdc::test {
namespace {

namespace fs = std::filesystem;

class Directory {
 public:
  Directory() : path_((fs::temp_directory_path() / "walcast-store-XXXXXX").string()) {
    if (mkdtemp(path_.data()) == nullptr) throw std::runtime_error("cannot make a directory");
  }
  ~Directory() { fs::remove_all(path_); }
  Directory(const Directory&) = delete;
  Directory& operator=(const Directory&) = delete;
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

class FileBench : public StoreBench {
 public:
  std::unique_ptr<stream::Store> Open() override {
    return std::make_unique<stream::FileStore>(directory_.path() + "/a/b", "walcast");
  }
  void Lose() override { fs::remove_all(directory_.path() + "/a"); }
  void Remember() override {
    fs::copy(directory_.path() + "/a", directory_.path() + "/copy", fs::copy_options::recursive);
  }
  void PutBack() override {
    Lose();
    fs::rename(directory_.path() + "/copy", directory_.path() + "/a");
  }

 private:
  Directory directory_;
};

INSTANTIATE_TEST_SUITE_P(File, StoreContract, testing::Values([]() -> std::unique_ptr<StoreBench> {
                           return std::make_unique<FileBench>();
                         }));

class FileStoreTest : public testing::Test {
 protected:
  static stream::Record Sample() {
    stream::Record record;
    record.system_id = "7";
    record.timeline = 1;
    record.epoch = Lsn{7};
    record.checkpoint = Lsn{100};
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

  static std::string Read(const fs::path& path) {
    std::ifstream in(path);
    return {std::istreambuf_iterator<char>(in), {}};
  }

  Directory directory_;
  stream::FileStore store_{directory_.path(), "walcast"};
  const fs::path file_ = directory_.path() + "/walcast/record.json";
};

TEST_F(FileStoreTest, ARecordCutShortAnywhereIsCorruptAndSaysWhatToDo) {
  store_.Begin(Sample());
  const std::string whole = Read(file_);
  for (std::size_t size = 0; size < whole.size(); ++size) {
    std::ofstream(file_, std::ios::trunc) << whole.substr(0, size);
    const auto error = Failure([&] { store_.Load(); });
    ASSERT_EQ(error.kind(), Kind::kCorrupt) << size << ": " << error.what();
    ASSERT_NE(std::string(error.what()).find(file_.string()), std::string::npos) << error.what();
    ASSERT_FALSE(error.hint().empty());
    ASSERT_EQ(Failure([&] { store_.SaveCheckpoint(Lsn{7}, Lsn{200}); }).kind(), Kind::kCorrupt);
  }
}

TEST_F(FileStoreTest, AMemberOfAWrongTypeIsNamedAndItsValueIsNot) {
  store_.Begin(Sample());
  std::string text = Read(file_);
  text.replace(text.find("\"timeline\":1"), 12, "\"timeline\":\"secret\"");
  std::ofstream(file_, std::ios::trunc) << text;
  const auto error = Failure([&] { store_.Load(); });
  EXPECT_EQ(error.kind(), Kind::kCorrupt);
  EXPECT_NE(std::string(error.what()).find("'timeline'"), std::string::npos) << error.what();
  EXPECT_EQ(std::string(error.what()).find("secret"), std::string::npos) << error.what();
}

TEST_F(FileStoreTest, ALetterCutShortIsCorrupt) {
  store_.Begin(Sample());
  store_.PutLetter(Lsn{7}, {"movies", "movies-000001", "id", 1, "reason", 0});
  for (const auto& entry : fs::directory_iterator(directory_.path() + "/walcast/letters/movies-000001")) {
    fs::resize_file(entry.path(), 10);
  }
  EXPECT_EQ(Failure([&] { store_.Letters("movies-000001", "", 10); }).kind(), Kind::kCorrupt);
}

TEST_F(FileStoreTest, WhatACrashLeftBesideTheRecordIsNoObstacle) {
  store_.Begin(Sample());
  std::ofstream(directory_.path() + "/walcast/.new") << "{\"half";
  store_.SaveCheckpoint(Lsn{7}, Lsn{200});
  EXPECT_EQ(store_.Load()->checkpoint, Lsn{200});
}

TEST_F(FileStoreTest, APathThroughAFileIsAFaultOfTheConfiguration) {
  std::ofstream(directory_.path() + "/file") << "x";
  stream::FileStore store(directory_.path() + "/file/below", "walcast");
  const auto error = Failure([&] { store.Begin(Sample()); });
  EXPECT_EQ(error.kind(), Kind::kConfig);
  EXPECT_NE(error.hint().find("checkpoint.path"), std::string::npos);
}

// root may write everywhere: the test gives up that right for a moment.
class OtherUser {
 public:
  OtherUser() : is_root_(geteuid() == 0) {
    if (is_root_ && seteuid(65534) != 0) throw std::runtime_error("cannot become another user");
  }
  ~OtherUser() {
    if (is_root_ && seteuid(0) != 0) std::abort();
  }

 private:
  const bool is_root_;
};

TEST_F(FileStoreTest, WithoutTheRightToWriteItSaysWhomToGiveIt) {
  store_.Begin(Sample());
  fs::permissions(directory_.path(), fs::perms{0555});
  fs::permissions(file_.parent_path(), fs::perms{0555});
  {
    const OtherUser user;
    const auto error = Failure([&] { store_.SaveCheckpoint(Lsn{7}, Lsn{200}); });
    EXPECT_EQ(error.kind(), Kind::kConfig) << error.what();
    EXPECT_NE(error.hint().find("right"), std::string::npos) << error.hint();
  }
  fs::permissions(directory_.path(), fs::perms{0755});
  fs::permissions(file_.parent_path(), fs::perms{0755});
  EXPECT_EQ(store_.Load()->checkpoint, Lsn{100});
}

TEST_F(FileStoreTest, ADiskWithoutRoomIsAFailureToRetryAndTheRecordStaysWhole) {
  store_.Begin(Sample());
  const auto before = std::signal(SIGXFSZ, SIG_IGN);
  rlimit old{};
  getrlimit(RLIMIT_FSIZE, &old);
  rlimit small = old;
  small.rlim_cur = 20;
  setrlimit(RLIMIT_FSIZE, &small);
  const auto error = Failure([&] { store_.SaveCheckpoint(Lsn{7}, Lsn{200}); });
  setrlimit(RLIMIT_FSIZE, &old);
  std::signal(SIGXFSZ, before);
  EXPECT_EQ(error.kind(), Kind::kUnavailable) << error.what();
  EXPECT_EQ(store_.Load(), Sample());
  store_.SaveCheckpoint(Lsn{7}, Lsn{200});
  EXPECT_EQ(store_.Load()->checkpoint, Lsn{200});
}

TEST_F(FileStoreTest, TheRecordIsWholeWheneverAWriterIsKilled) {
  store_.Begin(Sample());
  for (int round = 0; round < 20; ++round) {
    const auto begun = store_.Load()->checkpoint;
    const pid_t child = fork();
    if (child == 0) {
      stream::FileStore store(directory_.path(), "walcast");
      for (std::uint64_t next = begun.value + 1;; ++next) store.SaveCheckpoint(Lsn{7}, Lsn{next});
    }
    EXPECT_TRUE(WaitUntil([&] { return store_.Load()->checkpoint > begun; }));
    kill(child, SIGKILL);
    waitpid(child, nullptr, 0);
    EXPECT_GT(store_.Load()->checkpoint, begun);
  }
}

TEST_F(FileStoreTest, TwoSlotsLiveInOneDirectory) {
  stream::FileStore other(directory_.path(), "other");
  store_.Begin(Sample());
  EXPECT_FALSE(other.Load().has_value());
  other.Begin(Sample());
  other.Clear();
  EXPECT_TRUE(store_.Load().has_value());
}

TEST_F(FileStoreTest, TellsWhenItWroteAVanishedRecordAnew) {
  int told = 0;
  stream::FileStore store(directory_.path(), "walcast", [&] { ++told; });
  store.Begin(Sample());
  store.SaveCheckpoint(Lsn{7}, Lsn{150});
  EXPECT_EQ(told, 0);
  fs::remove(file_);
  store.SaveCheckpoint(Lsn{7}, Lsn{150});
  EXPECT_EQ(told, 1);
  EXPECT_EQ(store.Load()->checkpoint, Lsn{150});
}

}  // namespace
}  // namespace cdc::test
