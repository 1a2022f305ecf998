// A filtered list as a file, made while it is sent: memory does not grow with it.
#pragma once

#include <vector>

#include "admin/server/catalogue/entity.h"
#include "admin/server/catalogue/names.h"

namespace admin::catalogue {

class ExportApi {
 public:
  explicit ExportApi(const Entity& entity) : entity_(entity) {}
  ExportApi(const ExportApi&) = delete;
  ExportApi& operator=(const ExportApi&) = delete;

  // They call this object.
  std::vector<http::Route> Routes();

 private:
  http::Response Export(const http::Call& call, bool csv) const;

  const Entity& entity_;
  Names names_;
};

}  // namespace admin::catalogue
