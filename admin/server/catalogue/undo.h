// Undoing all that one request changed, in one transaction: a save, a deletion, a change of many, an import.
#pragma once

#include <vector>

#include "admin/server/http/route.h"
#include "admin/server/store/audit.h"

namespace admin::catalogue {

class UndoApi {
 public:
  explicit UndoApi(const store::Audit& audit) : audit_(audit) {}
  UndoApi(const UndoApi&) = delete;
  UndoApi& operator=(const UndoApi&) = delete;

  // It calls this object.
  http::Route Route() const;

 private:
  http::Response Undo(const http::Call& call) const;

  const store::Audit& audit_;
};

}  // namespace admin::catalogue
