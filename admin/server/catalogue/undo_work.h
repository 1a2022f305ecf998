// One undoing within a transaction of call.worker->edits. See undo.h.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "admin/server/catalogue/edit.h"
#include "admin/server/catalogue/records.h"

namespace admin::catalogue {

class UndoWork {
 public:
  // `rows` of history_of_request.sql.
  UndoWork(const http::Call& call, const store::Rows& rows);

  // Puts back what can be; the answer says what was, and what was left as it is. Throws Refusal(409) where something
  // would be left and the call's body does not allow it: nothing is changed then.
  Done Run();

 private:
  // An object that the request changed, on its way back.
  struct Step {
    const Entity* entity = nullptr;
    std::string id, name;
    Json before, after;  // null: it did not exist, it does not exist any more
    std::optional<Record> now;
    Json wanted;  // what is saved; null: it is removed
    Words why{};  // it stays as it is; empty where it does not
    bool Stays() const { return why.english != nullptr; }
  };

  void Hold(const Entity& entity);
  void Judge(Step& step) const;
  void FindObstacles();
  void FindUses(const Entity& entity);
  bool IsDropped(const std::string& film) const;
  void Put(const Entity& entity);
  void PutSome(const Entity& entity, std::span<Step* const> steps);
  void Drop(const Entity& entity);
  Json Told(bool stays) const;
  [[noreturn]] void Refuse() const;

  const http::Call& call_;
  std::map<std::string, Step> steps_;  // by type and id, so that rows are held in one order everywhere
  std::vector<store::Change> changes_;
};

}  // namespace admin::catalogue
