// walcast-admin user and token.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <pty.h>
#include <termios.h>
#include <unistd.h>

#include <array>
#include <thread>

#include "tests/admin/auth/auth_site.h"
#include "tests/support/wait.h"

namespace admin::test {
namespace {

using cdc::test::Web;
using testing::HasSubstr;
using testing::Not;

class CommandLine : public testing::Test {
 protected:
  cdc::test::Finished Run(std::vector<std::string> words, const std::string& input = "") {
    return site.server().Command(std::move(words), input);
  }
  AuthSite site;
  Web web{site.url()};
};

TEST_F(CommandLine, AUserIsAddedWithAPasswordFromStandardInput) {
  const auto added = Run({"user", "add", "anna", "--role", "editor", "--password-stdin"}, kGood + "\n");
  ASSERT_EQ(added.exit, 0) << added.output;
  EXPECT_THAT(added.output, Not(HasSubstr(kGood)));
  EXPECT_EQ(site.SignIn(web, "anna").status, 200);
  EXPECT_THAT(Run({"user", "list"}).output, HasSubstr("anna"));
  EXPECT_EQ(nlohmann::json::parse(Run({"user", "list", "--json"}).output)["users"][0]["role"], "editor");
  EXPECT_EQ(Run({"user", "add", "ANNA", "--password-stdin"}, kGood + "\n").exit, 64);
  EXPECT_EQ(site.database().Value("SELECT actor || ' ' || action FROM admin.history"), "command line create");
}

TEST_F(CommandLine, RulesHoldThereToo) {
  const auto common = Run({"user", "add", "anna", "--password-stdin"}, "password\n");
  EXPECT_EQ(common.exit, 64);
  EXPECT_THAT(common.output, HasSubstr("tried first"));
  EXPECT_EQ(Run({"user", "add", "an na", "--password-stdin"}, kGood + "\n").exit, 64);
  EXPECT_EQ(Run({"user", "add", "anna", "--role", "king", "--password-stdin"}, kGood + "\n").exit, 64);
  EXPECT_EQ(Run({"user", "add", "--password-stdin"}, kGood + "\n").exit, 64);
  EXPECT_EQ(Run({"user", "add", "anna"}).exit, 64) << "no terminal to type at";
  EXPECT_EQ(Run({"user", "passwd", "nobody", "--password-stdin"}, kGood + "\n").exit, 64);
  EXPECT_EQ(site.database().Value("SELECT count(*) FROM admin.users"), "0");
}

TEST_F(CommandLine, APasswordForOneTimeIsPrintedAlone) {
  const auto added = Run({"user", "add", "anna", "--one-time", "--quiet"});
  ASSERT_EQ(added.exit, 0) << added.output;
  const std::string once = added.output.substr(0, added.output.find('\n'));
  EXPECT_EQ(site.SignIn(web, "anna", once, {{"new_password", kGood}}).status, 200);
}

TEST_F(CommandLine, AHashOfDjangosIsTakenOver) {
  const auto added = Run({"user", "add", "olga", "--hash-stdin"},
                         "pbkdf2_sha256$10000$seasalt$CWWFdHOWwPnki7HvkcqN9iA2T3KLW1cf2uZ5kvArtVY=\n");
  ASSERT_EQ(added.exit, 0) << added.output;
  EXPECT_EQ(site.SignIn(web, "olga", "lètmein").status, 200);
  EXPECT_EQ(Run({"user", "add", "pavel", "--hash-stdin"}, "sha1$x$y\n").exit, 64);
}

TEST_F(CommandLine, ANewPasswordAndDisablingEndTheSessionsOfARunningServer) {
  site.AddUser("anna", "editor");
  site.AddUser("vera", "administrator");
  const std::string first = AuthSite::Secret(site.SignIn(web, "anna"));
  const std::string token = AuthSite::MakeToken(web, {"read"}).Json()["token"];
  ASSERT_EQ(Run({"user", "passwd", "anna", "--password-stdin"}, "another calm red bridge\n").exit, 0);
  EXPECT_EQ(site.StatusOf(first), 401);
  EXPECT_EQ(Web(site.url()).Get("/api/session", {{"Authorization", "Bearer " + token}}).status, 401);
  const std::string second = AuthSite::Secret(site.SignIn(web, "anna", "another calm red bridge"));
  EXPECT_EQ(site.StatusOf(second), 200);
  ASSERT_EQ(Run({"user", "disable", "anna"}).exit, 0);
  EXPECT_EQ(site.StatusOf(second), 401);
  EXPECT_EQ(site.SignIn(web, "anna", "another calm red bridge").status, 401);
  ASSERT_EQ(Run({"user", "enable", "anna"}).exit, 0);
  EXPECT_EQ(site.SignIn(web, "anna", "another calm red bridge").status, 200);
  EXPECT_EQ(Run({"user", "disable", "vera"}).exit, 64) << "the last administrator";
}

TEST_F(CommandLine, APromptThatIsInterruptedLeavesTheTerminalAsItWas) {
  int keyboard = -1, terminal = -1;
  std::array<char, 256> path{};
  ASSERT_EQ(::openpty(&keyboard, &terminal, path.data(), nullptr, nullptr), 0);
  const auto flags = [&] {
    termios now{};
    ::tcgetattr(terminal, &now);
    return now.c_lflag & static_cast<tcflag_t>(ECHO | ISIG);
  };
  const auto before = flags();
  cdc::test::Finished ended;
  {
    std::jthread command([&] { ended = site.server().CommandFrom(path.data(), {"user", "add", "anna"}); });
    EXPECT_TRUE(cdc::test::WaitUntil([&] { return (flags() & static_cast<tcflag_t>(ECHO)) == 0; }));
    EXPECT_EQ(::write(keyboard, "half\x03", 5), 5);
  }
  EXPECT_NE(ended.exit, 0);
  EXPECT_EQ(flags(), before);
  EXPECT_EQ(site.database().Value("SELECT count(*) FROM admin.users"), "0");
  ::close(keyboard);
  ::close(terminal);
}

TEST_F(CommandLine, TokensAreListedAndRevoked) {
  site.AddUser("anna", "editor");
  site.SignIn(web, "anna");
  const auto made = AuthSite::MakeToken(web, {"read"}, {{"name", "sync"}}).Json();
  const std::string token = made["token"], id = made["id"];
  EXPECT_THAT(Run({"token", "list"}).output, testing::AllOf(HasSubstr(id), HasSubstr("sync"), Not(HasSubstr(token))));
  EXPECT_EQ(Run({"token", "revoke", "x"}).exit, 64);
  EXPECT_EQ(Run({"token", "revoke", id}).exit, 0);
  EXPECT_EQ(Web(site.url()).Get("/api/session", {{"Authorization", "Bearer " + token}}).status, 401);
}

TEST_F(CommandLine, StatusTellsWhetherTheServerIsReady) {
  const auto ready = Run({"status"});
  EXPECT_EQ(ready.exit, 0) << ready.output;
  EXPECT_THAT(ready.output, HasSubstr("postgresql: ok\n"));
  EXPECT_EQ(nlohmann::json::parse(Run({"status", "--json"}).output)["ready"], true);
  EXPECT_EQ(Run({"status", "--quiet"}).output, "");
  site.server().Terminate();
  const auto gone = Run({"status"});
  EXPECT_EQ(gone.exit, 69);
  EXPECT_THAT(gone.output, HasSubstr("no walcast-admin answers at http://127.0.0.1:"));
}

TEST_F(CommandLine, StatusOfAServerThatIsNotReadySaysWhatItMisses) {
  // On all addresses, as in a container: it asks itself over loopback.
  const std::string internal = site.server().internal_url();
  site.server().Terminate();
  cdc::test::AdminServer lonely(site.dsn(), {"redis.url=redis://127.0.0.1:1/0",
                                             "server.internal=0.0.0.0" + internal.substr(internal.rfind(':'))});
  lonely.Launch();
  cdc::test::Finished asked;
  ASSERT_TRUE(cdc::test::WaitUntil([&] {
    asked = lonely.Command({"status"});
    return asked.output.find("redis: ") != std::string::npos;
  })) << asked.output;
  EXPECT_EQ(asked.exit, 69);
  EXPECT_THAT(asked.output, HasSubstr("redis: unavailable\n"));
  EXPECT_THAT(asked.output, HasSubstr("is not ready"));
}

}  // namespace
}  // namespace admin::test
