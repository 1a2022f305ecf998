#include "cdc/base/error.h"
#include "cdc/cli/commands.h"
#include "cdc/cli/difference.h"
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
  renderer.Render(plan, std::vector<std::string>{id}, {}, [&](Document&& document) {
    if (document.body) body = std::move(document.body);
  });
  if (!body && !renderer.IsId(plan, id, {})) {
    throw Error(Kind::kRow, "an id of " + index + " is of the type " + plan.id_type,
                "Give one that is in the database.");
  }
  return body;
}

int Diff(const Invocation& invocation, const Json& indexed, const Json& rendered) {
  const Json patch = PatchOf(indexed, rendered);
  if (invocation.json()) {
    PrintJson(invocation, {{"equal", patch.empty()}, {"patch", patch}});
  } else {
    PrintPatch(invocation.terminal().out, indexed, patch);
    if (patch.empty()) Say(invocation, "the index holds what the SQL returns");
  }
  return patch.empty() ? 0 : 1;
}

int Run(const Invocation& invocation) {
  auto loaded = invocation.Configuration();
  const auto& index = FindIndex(loaded.config, *invocation.ArgumentAt(0)).name;
  auto id = *invocation.ArgumentAt(1);
  auto rendered = ParseDocument(Render(loaded.config, index, id), "the SQL");
  if (invocation.Has("diff")) {
    auto indexed = ParseDocument(MakeIndices(loaded.config)->Get(index, id), "the index");
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
