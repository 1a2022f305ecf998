#include "cdc/stream/visibility.h"

#include <algorithm>
#include <charconv>

namespace cdc::stream {

bool Snapshot::Sees(Xid xid) const {
  // The stream carries 32 bits; the rest is that of the nearest id to xmax.
  const auto ahead = static_cast<std::int32_t>(xid - static_cast<std::uint32_t>(xmax));
  const std::uint64_t full = xmax + static_cast<std::uint64_t>(static_cast<std::int64_t>(ahead));
  if (full < xmin) return true;
  if (full >= xmax) return false;
  return !std::binary_search(running.begin(), running.end(), full);
}

std::optional<Snapshot> Snapshot::Parse(std::string_view text) {
  const char* at = text.data();
  const char* end = at + text.size();
  const auto number = [&](std::uint64_t& out) {
    const auto [rest, error] = std::from_chars(at, end, out);
    at = rest;
    return error == std::errc();
  };
  const auto colon = [&] { return at != end && *at++ == ':'; };
  Snapshot snapshot;
  if (!number(snapshot.xmin) || !colon() || !number(snapshot.xmax) || !colon()) return std::nullopt;
  while (at != end) {
    if (!number(snapshot.running.emplace_back())) return std::nullopt;
    if (at != end && *at++ != ',') return std::nullopt;
  }
  std::sort(snapshot.running.begin(), snapshot.running.end());
  return snapshot;
}

}  // namespace cdc::stream
