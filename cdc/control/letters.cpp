#include "cdc/control/letters.h"

#include <algorithm>

namespace cdc::control {
namespace {

constexpr std::size_t kPage = 1000;

// The version is a number, as Elasticsearch has it in `_version`.
Json ToJson(const stream::DeadLetter& letter) {
  return {{"index", letter.index},     {"generation", letter.generation}, {"id", letter.id},
          {"version", letter.version}, {"reason", letter.reason},         {"time", letter.time}};
}

// Where a page of about `limit` ends: between two ids, so that the next one begins behind a whole id.
std::size_t PageEnd(const std::vector<stream::DeadLetter>& letters, std::size_t limit) {
  if (letters.size() <= limit) return letters.size();
  auto end = limit;
  while (end > 0 && letters[end - 1].id == letters[end].id) --end;
  if (end > 0) return end;
  end = limit;
  while (end < letters.size() && letters[end].id == letters[0].id) ++end;
  return end;
}

}  // namespace

std::vector<std::string> GenerationsOf(const stream::IndexRecord& record) {
  std::vector<std::string> names;
  if (!record.generation.empty()) names.push_back(record.generation);
  if (record.filling) names.push_back(record.filling->generation);
  return names;
}

Json ListLetters(stream::Store& store, const std::vector<std::string>& generations, const std::string& after,
                 std::size_t limit) {
  std::vector<stream::DeadLetter> letters;
  for (const auto& generation : generations) {
    auto some = store.Letters(generation, after, limit);
    letters.insert(letters.end(), some.begin(), some.end());
  }
  std::ranges::stable_sort(letters, {}, &stream::DeadLetter::id);
  const bool more = letters.size() >= limit;
  letters.resize(PageEnd(letters, limit));
  Json list = Json::array();
  for (const auto& letter : letters) list.push_back(ToJson(letter));
  return {{"letters", list}, {"after", more && !letters.empty() ? Json(letters.back().id) : Json(nullptr)}};
}

std::vector<std::string> LetterIds(stream::Store& store, const std::string& generation,
                                   const std::vector<std::string>& ids) {
  std::vector<std::string> found;
  for (std::string after;;) {
    const auto page = store.Letters(generation, after, kPage);
    for (const auto& letter : page) {
      if (ids.empty() || std::ranges::find(ids, letter.id) != ids.end()) found.push_back(letter.id);
    }
    if (page.size() < kPage) return found;
    after = page.back().id;
  }
}

}  // namespace cdc::control
