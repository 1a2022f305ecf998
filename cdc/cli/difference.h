// Two documents, shown side by side where they differ.
#pragma once

#include <iosfwd>
#include <optional>
#include <string>

#include "cdc/cli/output.h"

namespace cdc::cli {

// In the words of JSON Patch: what would make `indexed` the rendered document; null is none. Objects are equal whatever
// the order of their members.
Json PatchOf(const Json& indexed, const Json& rendered);

// Each path of the patch with what stands there on both sides, a line each, behind `indent`.
void PrintPatch(std::ostream& out, const Json& indexed, const Json& patch, const std::string& indent = "");

// Null where there is none. Throws kCorrupt; `whose`: "the SQL".
Json ParseDocument(const std::optional<std::string>& body, const std::string& whose);

}  // namespace cdc::cli
