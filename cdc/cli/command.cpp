#include "cdc/cli/command.h"

#include <charconv>
#include <utility>

#include "cdc/base/error.h"
#include "cdc/base/units.h"

namespace cdc::cli {

Invocation::Invocation(Terminal& terminal, std::vector<std::string> arguments,
                       std::multimap<std::string, std::string> options)
    : terminal_(terminal), arguments_(std::move(arguments)), options_(std::move(options)) {}

std::optional<std::string> Invocation::Value(const std::string& option) const {
  auto values = Values(option);
  return values.empty() ? std::nullopt : std::optional(values.back());
}

std::vector<std::string> Invocation::Values(const std::string& option) const {
  std::vector<std::string> values;
  auto [begin, end] = options_.equal_range(option);
  for (auto it = begin; it != end; ++it) values.push_back(it->second);
  return values;
}

Duration Invocation::Time(const std::string& option, Duration otherwise) const {
  auto text = Value(option);
  if (!text) return otherwise;
  auto time = ParseDuration(*text);
  if (!time) throw Error(Kind::kUsage, "--" + option + " is no duration: " + *text, "Give it as 500ms, 60s or 5min.");
  return *time;
}

std::optional<std::size_t> Invocation::Number(const std::string& option, const std::string& things) const {
  const auto text = Value(option);
  if (!text) return std::nullopt;
  std::size_t number = 0;
  const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), number);
  if (error != std::errc() || end != text->data() + text->size() || number == 0) {
    throw Error(Kind::kUsage, "--" + option + " is no number of " + things, "Give a number such as 100.");
  }
  return number;
}

std::optional<std::string> Invocation::ArgumentAt(std::size_t position) const {
  return position < arguments_.size() ? std::optional(arguments_[position]) : std::nullopt;
}

bool Invocation::color() const {
  auto no_color = terminal_.environment.find("NO_COLOR");
  bool wanted = no_color == terminal_.environment.end() || no_color->second.empty();
  return wanted && terminal_.out_is_terminal && !Has("no-color");
}

ConfigSources Invocation::Sources() const {
  ConfigSources sources;
  sources.file = Value("config").value_or("");
  sources.environment = terminal_.environment;
  for (const auto& setting : Values("set")) {
    auto equals = setting.find('=');
    if (equals == std::string::npos || equals == 0) {
      throw Error(Kind::kUsage, "--set takes KEY=VALUE", "For example: --set postgres.slot=walcast.");
    }
    sources.settings.emplace_back(setting.substr(0, equals), setting.substr(equals + 1));
  }
  return sources;
}

LoadedConfig Invocation::Configuration() const { return LoadConfig(Sources()); }

const std::vector<Option>& SharedOptions() {
  static const std::vector<Option> kShared = {
      {.name = "help", .value = "", .help = "show this text"},
      {.name = "config", .value = "FILE", .help = "the configuration; default: "},
      {.name = "set",
       .value = "KEY=VALUE",
       .help = "a setting that wins over file and environment",
       .repeatable = true},
      {.name = "json", .value = "", .help = "print JSON, errors too"},
      {.name = "quiet", .value = "", .help = "no messages and no progress on standard error, but errors"},
      {.name = "no-color", .value = "", .help = "no colours; so does NO_COLOR in the environment"},
  };
  return kShared;
}

}  // namespace cdc::cli
