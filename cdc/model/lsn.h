// A position in PostgreSQL's write-ahead log, in bytes; written "16/B374D848".
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace cdc {

struct Lsn {
  std::uint64_t value = 0;

  auto operator<=>(const Lsn&) const = default;
  explicit operator bool() const { return value != 0; }
  std::string ToString() const;                            // "16/B374D848"
  static std::optional<Lsn> Parse(std::string_view text);  // nullopt where the text is none
};

// The low 32 bits of a transaction's id, as the stream carries it.
using Xid = std::uint32_t;

}  // namespace cdc
