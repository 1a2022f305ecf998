#include "cdc/stream/error_policy.h"

namespace cdc::stream {

Action OnDocuments(Kind kind) noexcept {
  switch (kind) {
    case Kind::kUnavailable:
    case Kind::kTimeout:
    case Kind::kNotYet:
    case Kind::kSlotBusy: return Action::kRetry;
    case Kind::kBadDocument:
    case Kind::kRights:
    case Kind::kConfig:
    case Kind::kIndex:
    case Kind::kRow: return Action::kSuspend;
    case Kind::kFenced: return Action::kStandBy;
    case Kind::kUsage:
    case Kind::kCorrupt:
    case Kind::kInternal:
    case Kind::kGap:
    case Kind::kDiffers: return Action::kStop;
  }
  return Action::kStop;
}

Action OnStream(Kind kind) noexcept {
  switch (kind) {
    case Kind::kUnavailable:
    case Kind::kTimeout:
    case Kind::kNotYet: return Action::kRetry;
    case Kind::kFenced:
    case Kind::kSlotBusy: return Action::kStandBy;
    case Kind::kUsage:
    case Kind::kBadDocument:
    case Kind::kRights:
    case Kind::kConfig:
    case Kind::kCorrupt:
    case Kind::kInternal:
    case Kind::kGap:
    case Kind::kRow:
    case Kind::kIndex:
    case Kind::kDiffers: return Action::kStop;
  }
  return Action::kStop;
}

int ExitCode(Kind kind) noexcept {
  switch (kind) {
    case Kind::kDiffers: return 1;
    case Kind::kUsage: return 64;
    case Kind::kBadDocument:
    case Kind::kRow: return 65;
    case Kind::kUnavailable:
    case Kind::kTimeout: return 69;
    case Kind::kCorrupt:
    case Kind::kInternal: return 70;
    case Kind::kNotYet:
    case Kind::kFenced:
    case Kind::kSlotBusy: return 75;
    case Kind::kRights: return 77;
    case Kind::kConfig:
    case Kind::kIndex: return 78;
    case Kind::kGap: return 79;
  }
  return 70;
}

}  // namespace cdc::stream
