// Sizes and durations as people write them in the configuration, and as programs print them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "cdc/base/clock.h"

namespace cdc {

// "8MiB", "512KiB", "1GiB", "10MB", "4096": bytes; nullopt where the text is none or overflows.
std::optional<std::uint64_t> ParseBytes(std::string_view text);
// "5ms", "10s", "5min", "1h", "250us": nullopt where the text is none or overflows.
std::optional<Duration> ParseDuration(std::string_view text);

std::string FormatBytes(std::uint64_t bytes);   // "8.0 MiB"
std::string FormatDuration(Duration duration);  // "1.5 s", "3 min 20 s"

}  // namespace cdc
