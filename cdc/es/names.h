// Names of indices: the alias "movies" and its generations "movies-000001", …
#pragma once

#include <string>
#include <string_view>

namespace cdc::es {

// Throws kConfig for what cannot be the name of one index: wildcards, lists, "_all", capitals …
void CheckName(const std::string& name);

// All generations of `index` match it, and little else.
std::string GenerationPattern(const std::string& index);

// Whether `name` is `index`, a hyphen and six digits.
bool IsGeneration(const std::string& index, std::string_view name);

}  // namespace cdc::es
