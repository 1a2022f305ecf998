// All routes of the editing API, /api/admin/…, but for users and tokens.
#pragma once

#include <memory>
#include <vector>

#include "admin/server/http/route.h"
#include "cdc/base/clock.h"

namespace admin::catalogue {

struct CatalogueOptions {
  std::string redis_prefix = "walcast-admin";  // keys are "walcast-admin:…"
};

class Catalogue {
 public:
  explicit Catalogue(const CatalogueOptions& options);
  ~Catalogue();
  Catalogue(const Catalogue&) = delete;
  Catalogue& operator=(const Catalogue&) = delete;

  // They call this object.
  std::vector<http::Route> Routes();

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace admin::catalogue
