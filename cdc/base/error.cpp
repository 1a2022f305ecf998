#include "cdc/base/error.h"

#include <utility>

namespace cdc {

std::string_view Name(Kind kind) noexcept {
  switch (kind) {
    case Kind::kUsage: return "usage";
    case Kind::kBadDocument: return "bad_document";
    case Kind::kUnavailable: return "unavailable";
    case Kind::kTimeout: return "timeout";
    case Kind::kCorrupt: return "corrupt";
    case Kind::kInternal: return "internal";
    case Kind::kNotYet: return "not_yet";
    case Kind::kRights: return "rights";
    case Kind::kConfig: return "config";
    case Kind::kGap: return "gap";
    case Kind::kFenced: return "fenced";
    case Kind::kSlotBusy: return "slot_busy";
    case Kind::kRow: return "row";
    case Kind::kIndex: return "index";
    case Kind::kDiffers: return "differs";
  }
  return "internal";
}

Error::Error(Kind kind, const std::string& what, std::string hint)
    : std::runtime_error(what), kind_(kind), hint_(std::move(hint)) {}

}  // namespace cdc
