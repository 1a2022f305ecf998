// The built panel, served from memory: every file with its packed forms, hashed names for ever, the page itself anew
// each time, with a nonce.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "admin/server/http/route.h"

namespace admin::panel {

class Files {
 public:
  // Whether a request brings a session, alive or not: that is seen without asking anybody.
  using BringsSession = std::function<bool(const http::Request&)>;

  // Reads and packs all of `directory`; "" for none. Throws kConfig where it cannot be read, or has no index.html.
  Files(const std::string& directory, BringsSession brings_session);
  ~Files();

  // "/", and every path that is not of the API: a file, or the page, which finds its own way. Who asks for the page and
  // brings no session is sent to /sign-in; whose session is over finds that out by the page's first request.
  std::vector<http::Route> Routes();

 private:
  struct File;
  http::Response Serve(const http::Call& call) const;
  http::Response Page(const http::Call& call) const;

  const BringsSession brings_session_;
  std::map<std::string, File, std::less<>> files_;  // "assets/index-3f2a.js"
};

}  // namespace admin::panel
