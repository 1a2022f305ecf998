#include "cdc/stream/store.h"

#include <array>

namespace cdc::stream {
namespace {

constexpr std::array kStates = {IndexState::kBackfilling, IndexState::kLive, IndexState::kRebuilding,
                                IndexState::kSuspended};

}  // namespace

std::string_view Name(IndexState state) noexcept {
  switch (state) {
    case IndexState::kBackfilling: return "backfilling";
    case IndexState::kLive: return "live";
    case IndexState::kRebuilding: return "rebuilding";
    case IndexState::kSuspended: return "suspended";
  }
  return "suspended";
}

std::optional<IndexState> ParseIndexState(std::string_view text) noexcept {
  for (const auto state : kStates) {
    if (Name(state) == text) return state;
  }
  return std::nullopt;
}

}  // namespace cdc::stream
