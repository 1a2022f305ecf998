// Command lines: what is understood, what is refused and with which words.
#include "cdc/cli/parse.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>

#include "cdc/base/error.h"
#include "cdc/cli/commands.h"

namespace cdc::cli {
namespace {

using Words = std::vector<std::string>;
using testing::ElementsAre;
using testing::HasSubstr;

class Parsing : public testing::Test {
 protected:
  Parsed Understand(const Words& words) { return Parse(words, commands_); }
  // The message of a command line that must be refused as a usage error, with a hint.
  std::string Refused(const Words& words) {
    try {
      Understand(words);
    } catch (const Error& error) {
      EXPECT_EQ(error.kind(), Kind::kUsage);
      EXPECT_FALSE(error.hint().empty());
      return error.what();
    }
    return "(understood)";
  }

  const std::vector<Command> commands_ = Commands();
};

TEST_F(Parsing, ACommandWithItsArgumentsAndOptions) {
  auto parsed = Understand({"dead-letters", "list", "movies", "--id", "1", "--id=2", "--json"});
  EXPECT_EQ(parsed.command->name, "dead-letters");
  EXPECT_THAT(parsed.arguments, ElementsAre("list", "movies"));
  EXPECT_EQ(parsed.options.count("id"), 2U);
  EXPECT_EQ(parsed.options.count("json"), 1U);
}

TEST_F(Parsing, SharedOptionsMayStandBeforeTheCommand) {
  auto parsed = Understand({"--json", "--config", "status", "--set=a.b=c", "-q", "wait", "--lsn", "0/1"});
  EXPECT_EQ(parsed.command->name, "wait");
  EXPECT_EQ(parsed.options.find("config")->second, "status");
  EXPECT_EQ(parsed.options.find("set")->second, "a.b=c");
  EXPECT_EQ(parsed.options.find("lsn")->second, "0/1");
  EXPECT_TRUE(parsed.options.contains("quiet"));
}

TEST_F(Parsing, ShortFormsAreKnown) {
  auto parsed = Understand({"status", "-c", "file", "-h"});
  EXPECT_EQ(parsed.options.find("config")->second, "file");
  EXPECT_TRUE(parsed.options.contains("help"));
}

TEST_F(Parsing, ANumberMayFollowProveOrNot) {
  EXPECT_EQ(Understand({"plan", "--prove"}).options.find("prove")->second, "");
  EXPECT_EQ(Understand({"plan", "--prove", "50", "movies"}).options.find("prove")->second, "50");
  EXPECT_EQ(Understand({"plan", "--prove=50"}).options.find("prove")->second, "50");
  EXPECT_THAT(Understand({"plan", "--prove", "movies"}).arguments, ElementsAre("movies"));
}

TEST_F(Parsing, BehindTwoDashesEverythingIsAnArgument) {
  EXPECT_THAT(Understand({"render", "movies", "--", "--strange-id"}).arguments, ElementsAre("movies", "--strange-id"));
}

TEST_F(Parsing, NoCommandIsLeftToTheCaller) {
  EXPECT_EQ(Understand({}).command, nullptr);
  EXPECT_TRUE(Understand({"--version"}).options.contains("version"));
  EXPECT_TRUE(Understand({"--help"}).options.contains("help"));
}

TEST_F(Parsing, AnUnknownCommandIsToldTheNearest) {
  EXPECT_EQ(Refused({"stauts"}), "unknown command: stauts (did you mean status?)");
  EXPECT_EQ(Refused({"dead-leters", "list"}), "unknown command: dead-leters (did you mean dead-letters?)");
  EXPECT_EQ(Refused({"frobnicate"}), "unknown command: frobnicate");
  EXPECT_EQ(Refused({"slot", "rest"}), "unknown command: slot rest (did you mean slot reset?)");
  EXPECT_EQ(Refused({""}), "unknown command: ");
}

TEST_F(Parsing, AnUnknownOptionIsToldTheNearest) {
  EXPECT_EQ(Refused({"status", "--wacth"}), "unknown option: --wacth (did you mean --watch?)");
  EXPECT_EQ(Refused({"--verzion"}), "unknown option: --verzion (did you mean --version?)");
  EXPECT_THAT(Refused({"status", "-x"}), HasSubstr("unknown option: -x"));
  EXPECT_THAT(Refused({"status", "--yes"}), HasSubstr("unknown option: --yes"));
}

TEST_F(Parsing, NothingIsGuessedFromAPrefix) {
  EXPECT_EQ(Refused({"status", "--wat"}), "unknown option: --wat (did you mean --watch?)");
  EXPECT_THAT(Refused({"stat"}), HasSubstr("unknown command: stat"));
}

TEST_F(Parsing, MissingAndSuperfluousArgumentsAreRefused) {
  EXPECT_EQ(Refused({"rebuild"}), "rebuild needs INDEX");
  EXPECT_EQ(Refused({"render", "movies"}), "render needs ID");
  EXPECT_EQ(Refused({"slot"}), "slot needs ACTION");
  EXPECT_EQ(Refused({"status", "movies"}), "status takes no further argument: movies");
  EXPECT_EQ(Refused({"rebuild", "a", "b"}), "rebuild takes no further argument: b");
}

TEST_F(Parsing, HelpIsGivenWhateverElseIsMissing) {
  EXPECT_TRUE(Understand({"rebuild", "--help"}).options.contains("help"));
  EXPECT_TRUE(Understand({"slot", "--help"}).options.contains("help"));
}

TEST_F(Parsing, ValuesThatAreMissingOrTooManyAreRefused) {
  EXPECT_THAT(Refused({"wait", "--lsn"}), HasSubstr("lsn"));
  EXPECT_THAT(Refused({"status", "--config"}), HasSubstr("config"));
  EXPECT_THAT(Refused({"status", "--json=yes"}), HasSubstr("json"));
  EXPECT_THAT(Refused({"wait", "--lsn", "0/1", "--lsn", "0/2"}), HasSubstr("--lsn is given more than once"));
}

}  // namespace
}  // namespace cdc::cli
