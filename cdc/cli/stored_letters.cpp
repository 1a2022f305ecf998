#include "cdc/cli/stored_letters.h"

#include "cdc/base/error.h"
#include "cdc/control/letters.h"

namespace cdc::cli {

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
  return control::GenerationsOf(record_->indices.at(index));
}

control::Json StoredLetters::List(const std::string& index, const std::string& after, std::size_t limit) {
  return control::ListLetters(store_, Generations(index), after, limit);
}

std::uint64_t StoredLetters::Discard(const std::string& index, const std::vector<std::string>& ids) {
  std::uint64_t discarded = 0;
  for (const auto& generation : Generations(index)) {
    for (const auto& id : control::LetterIds(store_, generation, ids)) {
      if (store_.RemoveLetter(record_->epoch, generation, id, ~Version{0})) ++discarded;
    }
  }
  return discarded;
}

}  // namespace cdc::cli
