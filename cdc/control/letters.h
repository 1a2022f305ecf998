// Dead letters as the checkpoint store holds them: what a daemon answers with, and the command line where none runs.
#pragma once

#include <string>
#include <vector>

#include "cdc/control/service.h"
#include "cdc/stream/store.h"

namespace cdc::control {

// Of an index: served and being filled.
std::vector<std::string> GenerationsOf(const stream::IndexRecord& record);

// A page in the shape of Service::Letters: letters of all the generations by id, behind `after`; about `limit`, as a
// page never ends between two letters of one id.
Json ListLetters(stream::Store& store, const std::vector<std::string>& generations, const std::string& after,
                 std::size_t limit);

// The ids a generation has letters of; those among `ids`, or all where `ids` is empty.
std::vector<std::string> LetterIds(stream::Store& store, const std::string& generation,
                                   const std::vector<std::string>& ids);

}  // namespace cdc::control
