// Changes of many objects at once, all or nothing, and what a deletion takes with it before it is made.
#pragma once

#include <vector>

#include "admin/server/catalogue/entity.h"
#include "admin/server/catalogue/names.h"
#include "admin/server/store/audit.h"

namespace admin::catalogue {

class BulkApi {
 public:
  BulkApi(const Entity& entity, std::string deletion, const store::Audit& audit)
      : entity_(entity), deletion_(std::move(deletion)), audit_(audit) {}
  BulkApi(const BulkApi&) = delete;
  BulkApi& operator=(const BulkApi&) = delete;

  // They call this object.
  std::vector<http::Route> Routes();

 private:
  http::Response Delete(const http::Call& call) const;
  http::Response Update(const http::Call& call) const;
  http::Response PreviewOne(const http::Call& call) const;
  http::Response PreviewMany(const http::Call& call) const;
  http::Response Preview(const http::Call& call, const std::vector<std::string>& ids) const;

  const Entity& entity_;
  const std::string deletion_;  // SQL: the preview of the deletion of $1
  const store::Audit& audit_;
  Names names_;
};

// A record with what `change` (FilmsChange, GenresChange) asks for; pure.
Json Changed(Json record, const Json& change);

}  // namespace admin::catalogue
