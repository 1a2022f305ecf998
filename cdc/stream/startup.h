// What to do with what is found at the start: slot, record, indices (the table of design §4). A pure function.
#pragma once

#include <optional>
#include <string>

#include "cdc/stream/database.h"
#include "cdc/stream/store.h"

namespace cdc::stream {

struct Found {
  ServerIdentity server;
  Lsn flushed;  // the server's WAL
  std::optional<SlotState> slot;
  std::string plugin;  // as configured
  std::optional<Record> record;
  std::optional<Lsn> left_timeline;  // where the server's history left the record's timeline; nullopt: it did not
  bool foreign_timeline = false;     // the record's timeline is not in the server's history
  bool indices = false;              // generations of ours exist
};

enum class Course : std::uint8_t {
  kFirst,    // make the slot, fill the indices
  kGoOn,     // the record is right
  kReorder,  // the slot is whole, the record is not: go on and rebuild the indices, which stay fed meanwhile
  kGap,      // changes are missing: a new slot, and every index into a new generation
};

struct Decision {
  Course course = Course::kFirst;
  std::string reason;  // for people; "" where there is nothing to say
};

Decision Decide(const Found& found);

}  // namespace cdc::stream
