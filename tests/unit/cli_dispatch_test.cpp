// From the words to the exit code: help, version, errors for people and for programs, confirmations.
#include "cdc/cli/dispatch.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "cdc/base/error.h"
#include "cdc/cli/commands.h"
#include "cdc/cli/confirm.h"
#include "cdc/cli/done.h"
#include "cdc/stream/error_policy.h"

namespace cdc::cli {
namespace {

using Words = std::vector<std::string>;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::StartsWith;

class Dispatching : public testing::Test {
 protected:
  int Run(const Words& words) { return Dispatch(words, commands_, terminal_); }
  // A command "fail" that throws an error of the kind.
  void FailWith(Kind kind) {
    commands_ = {{.name = "fail",
                  .summary = "",
                  .description = "",
                  .arguments = {},
                  .options = {},
                  .run = [kind](const Invocation&) -> int { throw Error(kind, "cannot do \"it\"", "Do that."); }}};
  }

  std::istringstream in_;
  std::ostringstream out_, err_;
  Terminal terminal_{.in = in_, .out = out_, .err = err_};
  std::vector<Command> commands_ = Commands();
};

TEST_F(Dispatching, TheHelpListsEveryCommandAndExitCode) {
  EXPECT_EQ(Run({"--help"}), 0);
  for (const auto& command : commands_) {
    EXPECT_THAT(out_.str(), HasSubstr("\n  " + command.name + " "));
    EXPECT_THAT(out_.str(), HasSubstr(command.summary));
  }
  EXPECT_THAT(err_.str(), IsEmpty());
}

TEST_F(Dispatching, EveryCommandsHelpTellsItsOptionsAndTheExitCodes) {
  for (const auto& command : commands_) {
    out_.str("");
    EXPECT_EQ(Run({command.name, "--help"}), 0);
    const auto help = out_.str();
    EXPECT_THAT(help, StartsWith("Usage: walcast " + command.name));
    auto options = SharedOptions();
    options.insert(options.end(), command.options.begin(), command.options.end());
    for (const auto& option : options) {
      EXPECT_THAT(help, HasSubstr("--" + option.name)) << command.name;
      EXPECT_FALSE(option.help.empty()) << command.name << " --" << option.name;
    }
    for (const auto& argument : command.arguments) {
      if (argument.words.empty()) {
        EXPECT_THAT(help, HasSubstr(argument.name)) << command.name;
      }
      for (const auto& word : argument.words) EXPECT_THAT(help, HasSubstr(word)) << command.name;
    }
    for (int kind = 0; kind <= static_cast<int>(Kind::kDiffers); ++kind) {
      auto code = stream::ExitCode(static_cast<Kind>(kind));
      EXPECT_THAT(help, HasSubstr("\n  " + std::to_string(code) + " ")) << command.name;
    }
  }
}

TEST_F(Dispatching, TheHelpFitsATerminal) {
  for (const auto& command : commands_) Run({command.name, "--help"});
  Run({"--help"});
  std::istringstream lines(out_.str());
  for (std::string line; std::getline(lines, line);) EXPECT_LE(line.size(), 130U) << line;
}

TEST_F(Dispatching, TheReadmeExplainsTheExitCodesWithTheSameWords) {
  std::ifstream file(WALCAST_SOURCE_DIR "/README.md");
  std::string readme{std::istreambuf_iterator<char>(file), {}};
  std::erase(readme, '`');
  Run({"--help"});
  const auto codes = out_.str().substr(out_.str().find("Exit codes:\n") + 12);
  std::istringstream lines(codes);
  int code = -1, count = 0;
  for (std::string meaning; lines >> code && std::getline(lines >> std::ws, meaning); ++count) {
    EXPECT_THAT(readme, HasSubstr("| " + std::to_string(code) + " | " + meaning + " |"));
  }
  EXPECT_EQ(count, 10);
}

TEST_F(Dispatching, TheVersionIsTold) {
  EXPECT_EQ(Run({"--version"}), 0);
  EXPECT_EQ(out_.str(), "walcast " WALCAST_VERSION "\n");
  out_.str("");
  EXPECT_EQ(Run({"--version", "--json"}), 0);
  EXPECT_EQ(nlohmann::json::parse(out_.str())["version"], WALCAST_VERSION);
}

TEST_F(Dispatching, NoCommandIsAUsageError) {
  EXPECT_EQ(Run({}), 64);
  EXPECT_THAT(err_.str(), HasSubstr("walcast: no command is given\nhint: Try: walcast --help.\n"));
  EXPECT_THAT(out_.str(), IsEmpty());
}

TEST_F(Dispatching, EachKindHasItsExitCode) {
  const std::vector<std::pair<Kind, int>> codes = {
      {Kind::kDiffers, 1},   {Kind::kUsage, 64},   {Kind::kBadDocument, 65}, {Kind::kUnavailable, 69},
      {Kind::kInternal, 70}, {Kind::kCorrupt, 70}, {Kind::kNotYet, 75},      {Kind::kSlotBusy, 75},
      {Kind::kFenced, 75},   {Kind::kRights, 77},  {Kind::kConfig, 78},      {Kind::kGap, 79}};
  for (const auto& [kind, code] : codes) {
    FailWith(kind);
    EXPECT_EQ(Run({"fail"}), code) << Name(kind);
  }
}

TEST_F(Dispatching, AnErrorIsTwoLinesForPeople) {
  FailWith(Kind::kConfig);
  Run({"fail"});
  EXPECT_EQ(err_.str(), "walcast: cannot do \"it\"\nhint: Do that.\n");
  EXPECT_THAT(out_.str(), IsEmpty());
}

TEST_F(Dispatching, AnErrorWithoutAHintGetsOneOfItsKind) {
  for (int kind = 0; kind < static_cast<int>(Kind::kDiffers); ++kind) {
    commands_ = {{.name = "fail",
                  .summary = "",
                  .description = "",
                  .arguments = {},
                  .options = {},
                  .run = [kind](const Invocation&) -> int { throw Error(static_cast<Kind>(kind), "it failed"); }}};
    err_.str("");
    Run({"fail"});
    EXPECT_THAT(err_.str(), HasSubstr("\nhint: ")) << kind;
  }
}

TEST_F(Dispatching, AnErrorIsAnObjectForPrograms) {
  FailWith(Kind::kConfig);
  Run({"fail", "--json"});
  auto object = nlohmann::json::parse(err_.str());
  EXPECT_EQ(object["kind"], "config");
  EXPECT_EQ(object["error"], "cannot do \"it\"");
  EXPECT_EQ(object["hint"], "Do that.");
  EXPECT_EQ(object["exit_code"], 78);
  EXPECT_THAT(out_.str(), IsEmpty());
}

TEST_F(Dispatching, AFailureHalfWayTellsWhatWasDone) {
  commands_ = {{.name = "drop",
                .summary = "",
                .description = "",
                .arguments = {},
                .options = {},
                .run = [](const Invocation& invocation) {
                  return Done(invocation).Finish([](Done& done) {
                    done.Add("dropped the slot");
                    throw Error(Kind::kUnavailable, "the store is away", "Start it.");
                  });
                }}};
  EXPECT_EQ(Run({"drop", "--json"}), 69);
  EXPECT_THAT(out_.str(), IsEmpty());
  const auto object = nlohmann::json::parse(err_.str());
  EXPECT_EQ(object["done"], nlohmann::json({"dropped the slot"}));
  EXPECT_EQ(object["error"], "the store is away");
  EXPECT_EQ(object["hint"], "Start it.");
  EXPECT_EQ(Run({"drop"}), 69);
  EXPECT_EQ(out_.str(), "dropped the slot\n");
}

TEST_F(Dispatching, ACommandLineThatCannotBeParsedStillFailsAsJson) {
  EXPECT_EQ(Run({"status", "--wacth", "--json"}), 64);
  EXPECT_EQ(nlohmann::json::parse(err_.str())["kind"], "usage");
}

TEST_F(Dispatching, ADefectIsAnInternalFault) {
  commands_ = {{.name = "fail",
                .summary = "",
                .description = "",
                .arguments = {},
                .options = {},
                .run = [](const Invocation&) -> int { throw std::logic_error("a defect"); }}};
  EXPECT_EQ(Run({"fail"}), 70);
}

TEST_F(Dispatching, OutputThatCannotBeWrittenIsNoSuccess) {
  out_.setstate(std::ios::badbit);
  EXPECT_EQ(Run({"--version"}), 69);
  EXPECT_THAT(err_.str(), HasSubstr("cannot write to standard output"));
}

TEST_F(Dispatching, ASettingWithoutAValueDoesNotQuoteIt) {
  EXPECT_EQ(Run({"config", "show", "--set", "s3cret"}), 64);
  EXPECT_THAT(err_.str(), testing::Not(HasSubstr("s3cret")));
}

TEST_F(Dispatching, AConfirmationNeedsATerminalTheNameOrYes) {
  commands_ = {{.name = "drop",
                .summary = "",
                .description = "",
                .arguments = {},
                .options = {YesOption()},
                .run = [](const Invocation& invocation) {
                  Confirm(invocation, "It goes.", "walcast");
                  return 0;
                }}};
  EXPECT_EQ(Run({"drop", "--yes"}), 0);
  EXPECT_EQ(Run({"drop"}), 64);
  EXPECT_THAT(err_.str(), HasSubstr("--yes"));
  terminal_.in_is_terminal = true;
  for (const auto& [answer, code] : std::vector<std::pair<std::string, int>>{
           {"walcast\n", 0}, {"y\n", 0}, {"yes\n", 64}, {"\n", 64}, {"", 64}, {"n\n", 64}, {"walcast ", 64}}) {
    in_.clear();
    in_.str(answer);
    EXPECT_EQ(Run({"drop"}), code) << answer;
  }
}

}  // namespace
}  // namespace cdc::cli
