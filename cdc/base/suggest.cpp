#include "cdc/base/suggest.h"

#include <algorithm>
#include <vector>

namespace cdc {

std::size_t Distance(std::string_view from, std::string_view to) {
  // Three rows of the table suffice: a swap looks two rows back.
  std::vector<std::size_t> before(to.size() + 1), above(to.size() + 1), row(to.size() + 1);
  for (std::size_t j = 0; j <= to.size(); ++j) above[j] = j;
  for (std::size_t i = 1; i <= from.size(); ++i) {
    row[0] = i;
    for (std::size_t j = 1; j <= to.size(); ++j) {
      std::size_t replace = above[j - 1] + (from[i - 1] == to[j - 1] ? 0 : 1);
      row[j] = std::min({above[j] + 1, row[j - 1] + 1, replace});
      bool swapped = i > 1 && j > 1 && from[i - 1] == to[j - 2] && from[i - 2] == to[j - 1];
      if (swapped) row[j] = std::min(row[j], before[j - 2] + 1);
    }
    before.swap(above);
    above.swap(row);
  }
  return above[to.size()];
}

std::string Nearest(std::string_view word, std::span<const std::string> known) {
  constexpr std::size_t kLongestWord = 64;  // of what somebody typed
  if (word.size() > kLongestWord) return "";
  std::string nearest;
  std::size_t fewest = std::max<std::size_t>(2, word.size() / 3) + 1;
  for (const auto& one : known) {
    // A word that was broken off is nearer than one that looks alike.
    auto edits = word.size() > 1 && one.starts_with(word) ? std::min<std::size_t>(1, one.size() - word.size())
                                                          : Distance(word, one);
    if (edits < fewest && edits < one.size()) {
      fewest = edits;
      nearest = one;
    }
  }
  return nearest;
}

std::string DidYouMean(std::string_view word, std::span<const std::string> known, std::string_view prefix) {
  auto nearest = Nearest(word, known);
  return nearest.empty() ? "" : " (did you mean " + std::string(prefix) + nearest + "?)";
}

}  // namespace cdc
