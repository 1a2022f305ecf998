// A film's poster and video: uploaded, listed, downloaded, taken away. A change is a change of the film's history.
#pragma once

#include <array>
#include <memory>
#include <vector>

#include "admin/server/catalogue/names.h"
#include "admin/server/files/kinds.h"
#include "admin/server/files/options.h"
#include "admin/server/http/route.h"
#include "admin/server/store/audit.h"
#include "cdc/base/log.h"

namespace admin::files {

class FilmFilesApi {
 public:
  FilmFilesApi(Options options, const cdc::Clock& clock, cdc::Log& log);
  FilmFilesApi(const FilmFilesApi&) = delete;
  FilmFilesApi& operator=(const FilmFilesApi&) = delete;

  // They call this object.
  std::vector<http::Route> Routes();

 private:
  http::Response List(const http::Call& call) const;
  http::Response Upload(const http::Call& call, const Kind& kind) const;
  http::Response Download(const http::Call& call, const Kind& kind) const;
  http::Response Delete(const http::Call& call, const Kind& kind) const;

  Storage& Kept(const http::Call& call) const;
  Staged Receive(const http::Call& call, const Kind& kind, const std::string& type) const;
  void RemoveBytes(const http::Call& call, const std::string& key) const;

  const Options options_;
  const std::array<Kind, 2> kinds_;
  const std::unique_ptr<Storage> storage_;  // null: no files are kept
  cdc::Log& log_;
  store::Audit audit_;
  catalogue::Names names_;
};

}  // namespace admin::files
