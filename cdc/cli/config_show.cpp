#include <optional>

#include "cdc/cli/commands.h"
#include "cdc/cli/output.h"
#include "cdc/cli/table.h"

namespace cdc::cli {
namespace {

// The value at a dotted path; a number is a position in a list.
std::optional<Json> At(const Json& root, const std::string& path) {
  const Json* node = &root;
  std::size_t begin = 0;
  while (begin <= path.size()) {
    auto end = std::min(path.find('.', begin), path.size());
    auto name = path.substr(begin, end - begin);
    bool position = node->is_array() && !name.empty() && name.size() < 6 &&
                    name.find_first_not_of("0123456789") == std::string::npos;
    if (node->is_object() && node->contains(name)) {
      node = &(*node)[name];
    } else if (position && std::stoul(name) < node->size()) {
      node = &(*node)[std::stoul(name)];
    } else {
      return std::nullopt;
    }
    begin = end + 1;
  }
  return *node;
}

// One row; of a list of objects one for each member: "indices.0.name".
void AddRows(Table& table, const std::string& key, const Json& value, const std::string& origin) {
  bool objects = value.is_array() && !value.empty() && value.front().is_object();
  if (!objects) return table.Add({key, value.is_string() ? value.get<std::string>() : value.dump(), origin});
  for (std::size_t i = 0; i < value.size(); ++i) {
    for (const auto& [name, member] : value[i].items()) {
      AddRows(table, key + "." + std::to_string(i) + "." + name, member, origin);
    }
  }
}

int Run(const Invocation& invocation) {
  auto loaded = invocation.Configuration();
  if (!invocation.Has("origin")) {
    PrintJson(invocation, loaded.effective);
    return 0;
  }
  Table table("settings", {{.name = "KEY"}, {.name = "VALUE", .wrap = true}, {.name = "ORIGIN"}});
  for (const auto& [key, origin] : loaded.origin) {
    if (auto value = At(loaded.effective, key)) AddRows(table, key, *value, origin);
  }
  table.Print(invocation);
  return 0;
}

}  // namespace

Command ConfigCommand() {
  return {.name = "config",
          .summary = "show the configuration as it is understood",
          .description =
              "Prints every setting with the value in force, as JSON; secrets as ***. A configuration with faults is "
              "refused with all of\n"
              "them, so this is also the way to check one.",
          .arguments = {{.name = "show", .required = true, .words = {"show"}}},
          .options = {{.name = "origin",
                       .value = "",
                       .help = "a table that says of each setting where its value comes from"}},
          .run = Run};
}

}  // namespace cdc::cli
