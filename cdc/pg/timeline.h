// The history of a server's timelines: where it left each of them behind.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "cdc/model/lsn.h"
#include "cdc/pg/connection.h"

namespace cdc::pg {

// From the text of a timeline's history file, the position at which that history left `timeline`; nullopt: it never was
// on it. Throws kCorrupt where the text is no such file.
std::optional<Lsn> FindSwitch(std::string_view history, std::uint32_t timeline);

// Where the server left `timeline`; nullopt: it is still on it. Throws kGap where it never was on it.
std::optional<Lsn> LeftTimeline(const ConnectOptions& options, std::uint32_t current, std::uint32_t timeline);

}  // namespace cdc::pg
