// Which part of a file a request asks for (RFC 9110, Range and If-Range).
#pragma once

#include <optional>

#include "admin/server/files/storage.h"
#include "admin/server/http/message.h"

namespace admin::files {

struct Asked {
  Range range;              // what is answered
  bool part = false;        // 206, not 200
  bool satisfiable = true;  // else 416
};

// `tag`: the file's ETag with its quotes. Several ranges, and what cannot be read, are answered with the whole.
Asked AskedRange(const http::Headers& headers, std::uint64_t bytes, const std::string& tag);

}  // namespace admin::files
