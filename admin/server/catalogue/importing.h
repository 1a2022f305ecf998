// Files into the catalogue: looked at without a change (dry_run), or applied, all of it or nothing.
#pragma once

#include <vector>

#include "admin/server/catalogue/entity.h"
#include "admin/server/catalogue/names.h"
#include "admin/server/catalogue/transfer.h"
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

  const Entity& entity_;
  const store::Audit& audit_;
  Names names_;
};

// Puts ids in place of names in the lists of rows, and the id of a genre that is there already by its name; what names
// nothing, or more than one, goes to `faults`, as does a name of a genre that another id has.
void ResolveNames(const http::Call& call, const Entity& entity, std::vector<Json>& rows, Faults& faults);

}  // namespace admin::catalogue
