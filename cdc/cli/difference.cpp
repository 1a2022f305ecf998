#include "cdc/cli/difference.h"

#include <ostream>

#include "cdc/base/error.h"

namespace cdc::cli {

Json PatchOf(const Json& indexed, const Json& rendered) {
  return Json(nlohmann::json::diff(nlohmann::json(indexed), nlohmann::json(rendered)));
}

void PrintPatch(std::ostream& out, const Json& indexed, const Json& patch, const std::string& indent) {
  const nlohmann::json before = indexed;
  for (const auto& step : patch) {
    const auto path = step["path"].get<std::string>();
    const nlohmann::json::json_pointer pointer(path);
    out << indent << (path.empty() ? "(document)" : Harmless(path)) << '\n';
    if (step["op"] != "add" && before.contains(pointer))
      out << indent << "  index - " << Harmless(before[pointer].dump()) << '\n';
    if (step.contains("value")) out << indent << "  SQL   + " << Harmless(step["value"].dump()) << '\n';
  }
}

Json ParseDocument(const std::optional<std::string>& body, const std::string& whose) {
  if (!body) return nullptr;
  auto json = Json::parse(*body, nullptr, false);
  if (json.is_discarded())
    throw Error(Kind::kCorrupt, "the document of " + whose + " is no JSON", "Look at the document's SQL.");
  return json;
}

}  // namespace cdc::cli
