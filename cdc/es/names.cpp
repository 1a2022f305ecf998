#include "cdc/es/names.h"

#include <algorithm>

#include "cdc/base/error.h"

namespace cdc::es {
namespace {

constexpr std::size_t kMaxName = 255;
constexpr std::size_t kDigits = 6;

bool IsForbidden(char c) {
  return static_cast<unsigned char>(c) <= ' ' || (c >= 'A' && c <= 'Z') ||
         std::string_view("\\/*?\"<>|,#:\x7f").find(c) != std::string_view::npos;
}

}  // namespace

void CheckName(const std::string& name) {
  const bool good = !name.empty() && name.size() <= kMaxName && name != "." && name != ".." &&
                    std::string_view("-_+").find(name.front()) == std::string_view::npos &&
                    std::ranges::none_of(name, IsForbidden);
  if (!good) {
    throw Error(Kind::kConfig, "\"" + name + "\" cannot be the name of an index",
                "Use lower case letters, digits and hyphens, and begin with a letter.");
  }
}

// The leading zero keeps names like "movies-2026" out; it is there up to generation 99,999.
std::string GenerationPattern(const std::string& index) { return index + "-0*"; }

bool IsGeneration(const std::string& index, std::string_view name) {
  if (name.size() != index.size() + 1 + kDigits || !name.starts_with(index) || name[index.size()] != '-') return false;
  return std::ranges::all_of(name.substr(index.size() + 1), [](char c) { return c >= '0' && c <= '9'; });
}

}  // namespace cdc::es
