#include "cdc/pg/time_words.h"

#include <algorithm>
#include <vector>

#include "cdc/pg/sql_text.h"

namespace cdc::pg {
namespace {

void FindConstants(const Node& node, std::vector<const Node*>& found) {
  if (node.Is("CONST") && !node.True("constisnull")) found.push_back(&node);
  for (const auto& [name, value] : node.fields()) FindConstants(value, found);
  for (const Node& item : node.items()) FindConstants(item, found);
}

}  // namespace

void RefuseTimeWords(const std::string& document, const Node& query, Catalog& catalog) {
  std::vector<const Node*> constants;
  FindConstants(query, constants);
  // Where a word is text, the tree still holds it, letter by letter.
  const auto times = std::erase_if(constants, [&](const Node* constant) {
    return catalog.GetType(static_cast<Oid>(constant->Number("consttype"))).context;
  });
  if (times == 0) return;
  auto literals = StringLiterals(document);
  for (auto& text : literals) std::ranges::replace(text, '$', ' ');  // of dollar quotes, which may be part of a word
  for (const char* word : {"now", "today", "tomorrow", "yesterday"}) {
    const auto written = std::ranges::count_if(literals, [&](const auto& text) { return HasWord(text, {word}); });
    // 'unknown' holds "now", too. A constant's bytes need not keep words apart (jsonb).
    const auto within = std::ranges::count_if(
        literals, [&](const auto& text) { return Contains(text, word) && !HasWord(text, {word}); });
    const auto kept = std::ranges::count_if(
        constants, [&](const Node* constant) { return Contains((*constant)["constvalue"].text(), word); });
    if (written <= std::max<std::ptrdiff_t>(kept - within, 0)) continue;
    throw Error(Kind::kBadDocument,
                "the document uses '" + std::string(word) + "' as a date or time: it means the time of reading",
                "Such a value changes without a row being changed: leave it out, or write the date itself.");
  }
}

}  // namespace cdc::pg
