#include "cdc/cli/stored_letters.h"

#include <algorithm>

#include "cdc/base/error.h"

namespace cdc::cli {
namespace {

constexpr std::size_t kPage = 1000;

control::Json ToJson(const stream::DeadLetter& letter) {
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

StoredLetters::StoredLetters(stream::Store& store) : store_(store), record_(store.Load()) {}

std::vector<std::string> StoredLetters::Indices() const {
  std::vector<std::string> names;
  if (record_) {
    for (const auto& [name, index] : record_->indices) names.push_back(name);
  }
  return names;
}

std::vector<std::string> StoredLetters::Generations(const std::string& index) const {
  if (!record_ || !record_->indices.contains(index)) {
    throw Error(Kind::kUsage, "nothing is recorded of the index " + index, "Look at: walcast status.");
  }
  const auto& found = record_->indices.at(index);
  std::vector<std::string> generations;
  if (!found.generation.empty()) generations.push_back(found.generation);
  if (found.filling) generations.push_back(found.filling->generation);
  return generations;
}

control::Json StoredLetters::List(const std::string& index, const std::string& after, std::size_t limit) {
  std::vector<stream::DeadLetter> letters;
  for (const auto& generation : Generations(index)) {
    auto some = store_.Letters(generation, after, limit);
    letters.insert(letters.end(), some.begin(), some.end());
  }
  std::ranges::stable_sort(letters, {}, &stream::DeadLetter::id);
  bool more = letters.size() >= limit;
  letters.resize(PageEnd(letters, limit));
  auto last = letters.empty() ? std::string() : letters.back().id;
  control::Json list = control::Json::array();
  for (const auto& letter : letters) list.push_back(ToJson(letter));
  return {{"letters", list}, {"after", more ? control::Json(last) : control::Json(nullptr)}};
}

std::uint64_t StoredLetters::Discard(const std::string& index, const std::vector<std::string>& ids) {
  std::uint64_t discarded = 0;
  for (const auto& generation : Generations(index)) {
    std::string after;
    while (true) {
      auto page = store_.Letters(generation, after, kPage);
      for (const auto& letter : page) {
        bool meant = ids.empty() || std::ranges::find(ids, letter.id) != ids.end();
        if (meant && store_.RemoveLetter(record_->epoch, generation, letter.id, letter.version)) ++discarded;
      }
      if (page.size() < kPage) break;
      after = page.back().id;
    }
  }
  return discarded;
}

}  // namespace cdc::cli
