// Files into the catalogue: looked at without a change (dry_run), applied all of it or nothing, or in batches.
#pragma once

#include <vector>

#include "admin/server/catalogue/entity.h"
#include "admin/server/catalogue/names.h"
#include "admin/server/store/audit.h"

namespace admin::catalogue {

class ImportApi {
 public:
  ImportApi(const Entity& entity, const store::Audit& audit) : entity_(entity), audit_(audit) {}
  ImportApi(const ImportApi&) = delete;
  ImportApi& operator=(const ImportApi&) = delete;

  // They call this object.
  std::vector<http::Route> Routes();

 private:
  http::Response Import(const http::Call& call, bool csv) const;
  http::Response ImportInBatches(const http::Call& call, bool csv) const;

  const Entity& entity_;
  const store::Audit& audit_;
  Names names_;
};

}  // namespace admin::catalogue
