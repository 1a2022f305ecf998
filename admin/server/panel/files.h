// The built panel, served from memory: every file with its packed forms, hashed names for ever, the page itself anew each
// time, with a nonce.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "admin/server/http/route.h"

namespace admin::panel {

class Files {
 public:
  // Reads and packs all of `directory`; "" for none. Throws kConfig where it cannot be read, or has no index.html.
  explicit Files(const std::string& directory);
  ~Files();

  // "/", and every path that is not of the API: a file, or the page, which finds its own way.
  std::vector<http::Route> Routes();

 private:
  struct File;
  http::Response Serve(const http::Call& call) const;
  http::Response Page(const http::Call& call) const;

  std::map<std::string, File, std::less<>> files_;  // "assets/index-3f2a.js"
};

}  // namespace admin::panel
