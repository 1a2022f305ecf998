// The process that keeps a server: one that gives no sign of life any more is ended, and another one takes its place.
// The servers here are scripts, which hang when they are asked to.
#include "admin/server/cli/replace.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <utility>
#include <vector>

#include "tests/support/scratch.h"
#include "tests/support/wait.h"

namespace cdc::test {
namespace {

using namespace std::chrono_literals;
namespace fs = std::filesystem;

class ReplacerTest : public testing::Test {
 protected:
  ~ReplacerTest() override {
    if (keeper_ > 0) End();
  }

  // `life`: what the server does after it has said that it serves; $pipe is where signs go.
  void Keep(const std::string& life) {
    const auto begins =
        "#!/bin/bash\npipe=$3\necho $$ >>" + Pids() + "\nrest() { read -rt $1 <> <(:) || :; }\nprintf 1 >&$pipe\n";
    const fs::path program = scratch_.Write("server", begins + life);
    fs::permissions(program, fs::perms::owner_all);
    keeper_ = ::fork();
    if (keeper_ != 0) return;
    const auto log = NoLog();
    admin::http::Listeners open("127.0.0.1:0", 1), internal("127.0.0.1:0", 1);
    const ServiceManager manager;
    admin::cli::Replacer replacer({.program = program, .arguments = {}, .silence = 1s, .grace = 3s}, open, internal,
                                  manager, *log);
    ::_exit(replacer.Run());
  }
  int End() {
    ::kill(keeper_, SIGTERM);
    int status = 0;
    ::waitpid(std::exchange(keeper_, 0), &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  }
  std::vector<int> Servers() const {
    std::ifstream in(Pids());
    return {std::istream_iterator<int>(in), {}};
  }
  std::ptrdiff_t Beats() const {
    std::ifstream in(Pids() + ".beats");
    return std::count(std::istreambuf_iterator<char>(in), {}, '\n');
  }
  std::string Pids() const { return scratch_.path() / "pids"; }

  Scratch scratch_;
  int keeper_ = 0;
};

TEST_F(ReplacerTest, AServerThatHangsIsEndedAndAnotherTakesItsPlace) {
  Keep("trap '' ABRT\nwhile :; do rest 600; done\n");
  ASSERT_TRUE(WaitUntil([&] { return Servers().size() >= 2; }, 60s)) << "no other server";
  EXPECT_NE(::kill(Servers().front(), 0), 0) << "the one that hung is still there";
  EXPECT_EQ(End(), 0);
}

TEST_F(ReplacerTest, AServerThatGivesSignsIsLeftAlone) {
  Keep("trap 'exit 0' TERM\nfor i in {1..120}; do printf 1 >&$pipe; rest 0.1; echo $i >>" + Pids() +
       ".beats; done\nrest 600\n");
  // Longer than the silence that is allowed and the grace after it.
  ASSERT_TRUE(WaitUntil([&] { return Beats() >= 80; }, 120s));
  EXPECT_EQ(Servers().size(), 1U);
  EXPECT_EQ(End(), 0);
}

TEST_F(ReplacerTest, AServerOfAReleaseThatGivesNoSignsIsNotWatched) {
  Keep("trap 'exit 0' TERM\nexec {pipe}>&-\nfor i in {1..120}; do rest 0.1; echo $i >>" + Pids() +
       ".beats; done\nrest 600\n");
  ASSERT_TRUE(WaitUntil([&] { return Beats() >= 80; }, 120s));
  EXPECT_EQ(Servers().size(), 1U);
  EXPECT_EQ(End(), 0);
}

}  // namespace
}  // namespace cdc::test
