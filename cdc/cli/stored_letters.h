// Dead letters straight from the checkpoint store, for when no daemon runs.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cdc/control/service.h"
#include "cdc/stream/store.h"

namespace cdc::cli {

class StoredLetters {
 public:
  explicit StoredLetters(stream::Store& store);  // reads the record; `store` must outlive this

  // The shape of control::Service::Letters. Throws kUsage for an index that is not in the record.
  control::Json List(const std::string& index, const std::string& after, std::size_t limit);
  // How many were forgotten; all of the index where `ids` is empty.
  std::uint64_t Discard(const std::string& index, const std::vector<std::string>& ids);
  std::vector<std::string> Indices() const;

 private:
  // Of the index: served and being filled.
  std::vector<std::string> Generations(const std::string& index) const;

  stream::Store& store_;
  std::optional<stream::Record> record_;
};

}  // namespace cdc::cli
