// One answer of `doctor`: what was looked at, what was found, and what to do about it.
#pragma once

#include <string>
#include <string_view>

#include "cdc/base/error.h"

namespace cdc::stream {

struct Finding {
  enum class Level { kOk, kWarn, kFail };

  std::string check;  // what was looked at: "wal_level", "replica identity of schema.table"
  Level level = Level::kOk;
  std::string found;          // "logical"; of a failure also what it means
  std::string remedy;         // a command to paste, else a sentence; empty where nothing is to be done
  Kind kind = Kind::kConfig;  // of a failure: decides the exit code
};

// "ok", "warn", "fail".
constexpr std::string_view Name(Finding::Level level) noexcept {
  switch (level) {
    case Finding::Level::kOk: return "ok";
    case Finding::Level::kWarn: return "warn";
    case Finding::Level::kFail: return "fail";
  }
  return "fail";
}

}  // namespace cdc::stream
