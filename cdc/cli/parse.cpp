#include "cdc/cli/parse.h"

#include <algorithm>
#include <boost/program_options.hpp>

#include "cdc/base/error.h"
#include "cdc/base/suggest.h"

namespace cdc::cli {
namespace {

namespace po = boost::program_options;

// Boost gathers what is no option under an option of this name, which nobody types by accident.
const std::string kArguments = "arguments of the command";
const std::string kNoNumber = "default";  // stands for a number that is not given

std::string HelpOf(const std::string& program, const Command* command) {
  return "Try: " + program + (command == nullptr ? "" : " " + command->name) + " --help.";
}

// Names as boost wants them, with the short form of those that have one.
std::string Declared(const std::string& name) {
  if (name == "help") return "help,h";
  if (name == "config") return "config,c";
  if (name == "quiet") return "quiet,q";
  return name;
}

po::options_description Describe(std::span<const Option> options) {
  po::options_description description;
  for (const auto& option : options) {
    auto name = Declared(option.name);
    if (option.value.empty()) {
      description.add_options()(name.c_str(), po::bool_switch());
    } else {
      description.add_options()(name.c_str(), po::value<std::vector<std::string>>());
    }
  }
  return description;
}

// The options a command takes; without a command, those that stand alone.
std::vector<Option> OptionsOf(const Command* command) {
  auto options = SharedOptions();
  if (command == nullptr) {
    options.push_back({.name = "version", .value = "", .help = "show the version"});
  } else {
    options.insert(options.end(), command->options.begin(), command->options.end());
  }
  return options;
}

std::vector<std::string> Names(std::span<const Option> options) {
  std::vector<std::string> names;
  for (const auto& option : options) names.push_back(option.name);
  return names;
}

bool TakesNextWord(const std::string& word) {
  return word == "-c" || std::ranges::any_of(SharedOptions(), [&](const Option& option) {
           return !option.value.empty() && word == "--" + option.name;
         });
}

// The position of the command's name: the first word that is neither an option nor the value of one.
std::size_t FindCommand(std::span<const std::string> words) {
  std::size_t i = 0;
  while (i < words.size() && words[i].starts_with('-') && words[i] != "--") i += TakesNextWord(words[i]) ? 2 : 1;
  return std::min(i, words.size());
}

const Command* Find(const std::string& name, std::span<const Command> commands, const std::string& program) {
  auto found = std::ranges::find(commands, name, &Command::name);
  if (found != commands.end()) return &*found;
  std::vector<std::string> names;
  for (const auto& command : commands) names.push_back(command.name);
  throw Error(Kind::kUsage, "unknown command: " + name + DidYouMean(name, names), HelpOf(program, nullptr));
}

// "--prove 50" becomes "--prove=50" and a bare "--prove" gets a value, so that boost never takes an argument for one.
std::vector<std::string> JoinNumbers(const std::vector<std::string>& words, std::span<const Option> options) {
  std::vector<std::string> joined;
  for (std::size_t i = 0; i < words.size(); ++i) {
    joined.push_back(words[i]);
    bool open = std::ranges::any_of(
        options, [&](const Option& option) { return option.optional_number && words[i] == "--" + option.name; });
    if (!open) continue;
    bool number = i + 1 < words.size() && !words[i + 1].empty() &&
                  std::ranges::all_of(words[i + 1], [](char c) { return c >= '0' && c <= '9'; });
    joined.back() += "=" + (number ? words[++i] : kNoNumber);
  }
  return joined;
}

po::variables_map Run(const std::vector<std::string>& words, std::span<const Option> options, const Command* command,
                      const std::string& program) {
  auto description = Describe(options);
  description.add_options()(kArguments.c_str(), po::value<std::vector<std::string>>());
  po::positional_options_description positions;
  positions.add(kArguments.c_str(), -1);
  try {
    po::variables_map values;
    auto style = po::command_line_style::unix_style & ~po::command_line_style::allow_guessing;
    po::store(po::command_line_parser(words).options(description).positional(positions).style(style).run(), values);
    return values;
  } catch (const po::unknown_option& unknown) {
    auto name = unknown.get_option_name();
    auto bare = name.substr(std::min(name.find_first_not_of('-'), name.size()));
    throw Error(Kind::kUsage, "unknown option: " + name + DidYouMean(bare, Names(options), "--"),
                HelpOf(program, command));
  } catch (const po::error& error) {
    throw Error(Kind::kUsage, error.what(), HelpOf(program, command));
  }
}

void CheckArguments(const Command& command, const std::vector<std::string>& given, const std::string& program) {
  for (std::size_t i = 0; i < command.arguments.size(); ++i) {
    const auto& argument = command.arguments[i];
    if (i >= given.size()) {
      if (!argument.required) break;
      throw Error(Kind::kUsage, command.name + " needs " + argument.name, HelpOf(program, &command));
    }
    if (argument.words.empty() || std::ranges::find(argument.words, given[i]) != argument.words.end()) continue;
    throw Error(
        Kind::kUsage,
        "unknown command: " + command.name + " " + given[i] + DidYouMean(given[i], argument.words, command.name + " "),
        HelpOf(program, &command));
  }
  if (given.size() > command.arguments.size()) {
    throw Error(Kind::kUsage, command.name + " takes no further argument: " + given[command.arguments.size()],
                HelpOf(program, &command));
  }
}

std::multimap<std::string, std::string> Given(const po::variables_map& values, std::span<const Option> options) {
  std::multimap<std::string, std::string> given;
  for (const auto& option : options) {
    if (!values.contains(option.name)) continue;
    const auto& value = values[option.name];
    if (option.value.empty()) {
      if (value.as<bool>()) given.emplace(option.name, "");
      continue;
    }
    const auto& texts = value.as<std::vector<std::string>>();
    if (texts.size() > 1 && !option.repeatable) {
      throw Error(Kind::kUsage, "--" + option.name + " is given more than once", "Give it once.");
    }
    for (const auto& text : texts) {
      given.emplace(option.name, option.optional_number && text == kNoNumber ? std::string() : text);
    }
  }
  return given;
}

}  // namespace

Parsed Parse(std::span<const std::string> words, std::span<const Command> commands, const std::string& program) {
  auto position = FindCommand(words);
  Parsed parsed;
  std::vector<std::string> rest(words.begin(), words.end());
  if (position < words.size()) {
    parsed.command = Find(words[position], commands, program);
    rest.erase(rest.begin() + static_cast<std::ptrdiff_t>(position));
  }
  auto options = OptionsOf(parsed.command);
  auto values = Run(JoinNumbers(rest, options), options, parsed.command, program);
  parsed.options = Given(values, options);
  if (values.contains(kArguments)) parsed.arguments = values[kArguments].as<std::vector<std::string>>();
  if (parsed.command != nullptr && !parsed.options.contains("help")) {
    CheckArguments(*parsed.command, parsed.arguments, program);
  }
  return parsed;
}

}  // namespace cdc::cli
