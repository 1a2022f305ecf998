// Where files are kept and what is taken, as the configuration says.
#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "admin/server/files/s3.h"
#include "cdc/base/clock.h"

namespace admin::files {

struct Options {
  std::string store = "folder";         // "folder", "s3", "none"
  std::string folder = "../var/files";  // absolute once loaded
  std::string download = "proxy";       // "proxy", "presigned"
  std::uint64_t poster_bytes = 20 << 20;
  std::uint64_t video_bytes = std::uint64_t{2} << 30;
  std::size_t transfers = 8;                     // threads that move files
  cdc::Duration grace = std::chrono::hours(24);  // how long the bytes of files without a film are kept
  cdc::Duration sweep = std::chrono::hours(1);   // how often they are looked for
  S3Options s3{};
};

// Null where none are kept. Nothing is reached, or made, before it is used. `clock` must outlive it.
std::unique_ptr<Storage> MakeStorage(const Options& options, const cdc::Clock& clock);

}  // namespace admin::files
