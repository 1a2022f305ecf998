// "Did you mean …": the nearest of some known words.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

namespace cdc {

// Edits (insert, delete, replace, swap of neighbours) that lead from one word to the other.
std::size_t Distance(std::string_view from, std::string_view to);
// The nearest word, "" where none is near.
std::string Nearest(std::string_view word, std::span<const std::string> known);
// " (did you mean WORD?)" or "".
std::string DidYouMean(std::string_view word, std::span<const std::string> known, std::string_view prefix = "");

}  // namespace cdc
