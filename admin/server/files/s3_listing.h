// A page of a bucket's listing (ListObjectsV2), as it comes: XML.
#pragma once

#include <string>
#include <vector>

#include "admin/server/files/storage.h"

namespace admin::files {

struct S3Page {
  std::vector<Object> objects;
  std::string next;  // the token of the page behind it; "": this is the last
};

// Throws kCorrupt for what is no such page.
S3Page ReadS3Page(const std::string& xml);
// "NoSuchKey" of an error's answer; "" where it names none.
std::string S3ErrorCode(const std::string& xml);

}  // namespace admin::files
