// A failure that ends an attempt. What follows from it (retry, suspend an index, stop the program) is decided
// in stream/error_policy.h alone.
#pragma once

#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>

namespace cdc {

enum class Kind : std::uint8_t {
  kUsage,        // the command line is wrong
  kBadDocument,  // a document's SQL cannot be used: syntax, no `_id`, volatile, an entry without a route
  kUnavailable,  // a server cannot be reached, the connection broke: the same call may succeed later
  kTimeout,      // a statement was ended by its time limit: later, or for fewer rows, it may succeed
  kCorrupt,      // bytes from outside that do not mean anything
  kInternal,     // a defect of ours
  kNotYet,       // the answer is not there in time: try again
  kRights,       // a right is missing, or the plugin is not permitted
  kConfig,       // the configuration, or a setting of a server, does not allow it
  kGap,          // changes between the checkpoint and the server's WAL are gone
  kFenced,       // another process with a newer epoch owns the record
  kSlotBusy,     // the slot is held by another connection
  kRow,          // a row's value makes the document's SQL fail: others of the same page may be well
  kIndex,        // an Elasticsearch index is not there, or is somebody else's
  kDiffers,      // a comparison found differences
};

// The word for a kind in logs and JSON, e.g. "unavailable".
std::string_view Name(Kind kind) noexcept;

class Error : public std::runtime_error {
 public:
  // `what`: lower case, what was tried and on what, no row values, no secrets. `hint`: one sentence for the operator.
  Error(Kind kind, const std::string& what, std::string hint = {});
  Kind kind() const noexcept { return kind_; }
  const std::string& hint() const noexcept { return hint_; }

 private:
  Kind kind_;
  std::string hint_;
};

}  // namespace cdc
