// POST, PUT, PATCH and DELETE of one film, genre or person.
#pragma once

#include <vector>

#include "admin/server/catalogue/edit.h"
#include "admin/server/catalogue/entity.h"
#include "admin/server/catalogue/names.h"
#include "admin/server/catalogue/records.h"

namespace admin::catalogue {

class SavingApi {
 public:
  SavingApi(const Entity& entity, const store::Audit& audit) : entity_(entity), audit_(audit) {}
  SavingApi(const SavingApi&) = delete;
  SavingApi& operator=(const SavingApi&) = delete;

  // They call this object.
  std::vector<http::Route> Routes();

 private:
  http::Response Create(const http::Call& call) const;
  http::Response Put(const http::Call& call) const;
  http::Response Patch(const http::Call& call) const;
  http::Response Delete(const http::Call& call) const;

  const Entity& entity_;
  const store::Audit& audit_;
  Names names_;
};

// What follows is for changes of several kinds, within a transaction of call.worker->edits.

// Locks the rows of `ids` and reads them as they are then.
std::vector<Record> Hold(const http::Call& call, const Entity& entity, const std::vector<std::string>& ids);
// `body` as the entity's `save` takes it, with the id. Throws Refusal(422).
Json Wanted(const http::Call& call, const Entity& entity, const std::string& id, const Json& body);
// Saves an array of what Wanted returned.
void Save(const http::Call& call, const Entity& entity, const Json& wanted);
// Removes rows, with what hangs on them.
void Remove(const http::Call& call, const Entity& entity, const std::vector<std::string>& ids);
// The links of genres and people, by id: a record says nothing of them, and a deleted row's would be lost.
std::vector<Record> WithLinks(const http::Call& call, const Entity& entity, std::vector<Record> records);

store::Change ChangeOf(const Entity& entity, const Record* before, const Record* after, std::string action);

}  // namespace admin::catalogue
