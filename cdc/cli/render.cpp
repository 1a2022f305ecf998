#include <ostream>

#include "cdc/base/error.h"
#include "cdc/cli/commands.h"
#include "cdc/cli/output.h"
#include "cdc/cli/wiring.h"
#include "cdc/pg/documents.h"

namespace cdc::cli {
namespace {

std::optional<std::string> Render(const Config& config, const std::string& index, const std::string& id) {
  auto clock = SystemClock();
  auto plan = MakeDatabase(config, nullptr, *clock)->MakePlan(index);
  pg::Renderer renderer(PostgresOptions(config), std::nullopt);
  std::optional<std::string> body;
  try {
    renderer.Render(plan, std::vector<std::string>{id}, {}, [&](Document&& document) {
      if (document.body) body = std::move(document.body);
    });
  } catch (const Error& error) {
    if (error.kind() != Kind::kRow) throw;
    throw Error(Kind::kRow, std::string(error.what()) + ", for this document of " + index,
                "The ID must be of the type " + plan.id_type + "; else look at the rows the document reads.");
  }
  return body;
}

Json Parse(const std::optional<std::string>& body, const std::string& whose) {
  if (!body) return nullptr;
  auto json = Json::parse(*body, nullptr, false);
  if (json.is_discarded())
    throw Error(Kind::kCorrupt, "the document of " + whose + " is no JSON", "Look at the document's SQL.");
  return json;
}

// Where they differ, in the words of JSON Patch: what would make the indexed document the rendered one.
int Diff(const Invocation& invocation, const Json& indexed, const Json& rendered) {
  // Objects are equal whatever the order of their members.
  auto patch = nlohmann::json::diff(nlohmann::json(indexed), nlohmann::json(rendered));
  if (invocation.json()) {
    PrintJson(invocation, {{"equal", patch.empty()}, {"patch", Json(patch)}});
  } else {
    nlohmann::json before = indexed;
    auto& out = invocation.terminal().out;
    for (const auto& step : patch) {
      auto path = step["path"].get<std::string>();
      nlohmann::json::json_pointer pointer(path);
      out << (path.empty() ? "(document)" : Harmless(path)) << '\n';
      if (step["op"] != "add" && before.contains(pointer))
        out << "  index - " << Harmless(before[pointer].dump()) << '\n';
      if (step.contains("value")) out << "  SQL   + " << Harmless(step["value"].dump()) << '\n';
    }
    if (patch.empty()) Say(invocation, "the index holds what the SQL returns");
  }
  return patch.empty() ? 0 : 1;
}

int Run(const Invocation& invocation) {
  auto loaded = invocation.Configuration();
  const auto& index = FindIndex(loaded.config, *invocation.ArgumentAt(0)).name;
  auto id = *invocation.ArgumentAt(1);
  auto rendered = Parse(Render(loaded.config, index, id), "the SQL");
  if (invocation.Has("diff")) {
    auto indexed = Parse(MakeIndices(loaded.config)->Get(index, id), "the index");
    return Diff(invocation, indexed, rendered);
  }
  if (rendered.is_null()) Say(invocation, "the document's SQL returns nothing for this id");
  PrintJson(invocation, rendered);
  return 0;
}

}  // namespace

Command RenderCommand() {
  return {.name = "render",
          .summary = "show a document as its SQL returns it now",
          .description =
              "Renders one document of INDEX and prints it; null where the SQL returns none. Nothing is written. With "
              "--diff it is\n"
              "compared with what the index holds: exit code 1 where they differ.",
          .arguments = {{.name = "INDEX", .required = true}, {.name = "ID", .required = true}},
          .options = {{.name = "diff", .value = "", .help = "print only what differs from the index"}},
          .run = Run};
}

}  // namespace cdc::cli
