#include "admin/server/catalogue/history.h"

#include <algorithm>
#include <charconv>

#include "admin/server/catalogue/difference.h"
#include "admin/server/catalogue/saving.h"
#include "admin/server/sql.h"
#include "admin/server/worker.h"

namespace admin::catalogue {
namespace {

using Type = http::Parameter::Type;

constexpr std::int64_t kCounted = 10'000;
constexpr std::size_t kShown = 20;  // elements of a list in a list of changes

// The types whose history the caller sees, as an array of PostgreSQL; all for administrators: who was made, renamed or
// locked out is for those who administer users, what was done to the stream for those who may do it.
store::Parameter Seen(const http::Call& call) {
  if (call.actor.role == Role::kAdministrator) return std::nullopt;
  return call.actor.role == Role::kOperator ? "{film,film_file,genre,person,stream,index}"
                                            : "{film,film_file,genre,person}";
}

Json Parsed(const store::Rows& rows, int row, int column) {
  return rows.IsNull(row, column) ? Json() : Json::parse(rows.Text(row, column));
}

Json EntryOf(const store::Rows& rows, int row) {
  Json entry = Json::parse(rows.Text(row, 0));
  entry["changes"] = Difference(Parsed(rows, row, 1), Parsed(rows, row, 2));
  return entry;
}

// Leaves of two long lists what stands from the first place that they differ in.
void Shorten(Json& order) {
  Json &before = order["before"], &after = order["after"];
  if (std::max(before.size(), after.size()) <= kShown) return;
  const auto from = std::ranges::mismatch(before, after).in1 - before.begin();
  for (Json* list : {&before, &after}) {
    list->erase(list->begin(), list->begin() + from);
    if (list->size() > kShown) list->erase(list->begin() + static_cast<std::ptrdiff_t>(kShown), list->end());
  }
  order["more"] = true;
}

// Of a list what was added and removed may be a thousand each; a page of the history has the first of them.
Json Brief(Json entry) {
  for (auto& change : entry["changes"]) {
    for (const std::string list : {"added", "removed"}) {
      const auto found = change.find(list);
      if (found == change.end() || found->size() <= kShown) continue;
      change[list + "_count"] = found->size();
      change[list].erase(change[list].begin() + static_cast<std::ptrdiff_t>(kShown), change[list].end());
    }
    if (const auto order = change.find("order"); order != change.end()) Shorten(*order);
  }
  return entry;
}

// 404 too where the number is none.
store::Rows Entry(const http::Call& call) {
  const std::string& seq = call.path.find("seq")->second;
  std::int64_t number = 0;
  const auto [rest, error] = std::from_chars(seq.data(), seq.data() + seq.size(), number);
  if (error == std::errc() && rest == seq.data() + seq.size()) {
    auto rows = call.worker->edits.Query(sql::kHistoryEntry, {std::to_string(number), Seen(call)}, call.stop);
    if (rows.size() == 1) return rows;
  }
  throw http::Refusal(404, http::Text(call.language, "The history has no such row.", "В истории нет такой записи."));
}

const Entity& EntityOf(const http::Call& call, const Json& entry) {
  for (const Entity* entity : Entities()) {
    if (entry["object_type"] == entity->name) return *entity;
  }
  throw http::Refusal(409, http::Text(call.language, "Only films, genres and people can be brought back.",
                                      "Вернуть можно только фильмы, жанры и персон."));
}

}  // namespace

std::vector<http::Route> HistoryApi::Routes() {
  return {
      {.method = "GET",
       .path = "/api/admin/history",
       .access = http::Access::kEditor,
       .lane = http::Lane::kShort,
       .name = "list_history",
       .tag = "history",
       .summary = "What was changed, the newest first.",
       .call = [this](const http::Call& call) { return List(call); },
       .query = {{.name = "object_type", .description = "Of films, genres, …: film, film_file, genre, person, user."},
                 {.name = "object_id", .description = "Of one object."},
                 {.name = "actor", .description = "By whom: the name."},
                 {.name = "action", .description = "create, update, delete, revert, import, …"},
                 {.name = "from", .type = Type::kDate, .description = "On this day (UTC) or later."},
                 {.name = "to", .type = Type::kDate, .description = "On this day (UTC) or earlier."},
                 {.name = "_start", .type = Type::kInteger, .description = "The first row, from 0."},
                 {.name = "_end", .type = Type::kInteger, .description = "The row behind the last."}},
       .reply = "HistoryList",
       .scope = "read"},
      {.method = "GET",
       .path = "/api/admin/history/{seq}",
       .access = http::Access::kEditor,
       .lane = http::Lane::kShort,
       .name = "read_history",
       .tag = "history",
       .summary = "One change with the states before and after it.",
       .call = [this](const http::Call& call) { return Read(call); },
       .reply = "HistoryEntry",
       .refusals = {404},
       .scope = "read"},
      {.method = "POST",
       .path = "/api/admin/history/{seq}/revert",
       .access = http::Access::kEditor,
       .lane = http::Lane::kShort,
       .name = "revert_history",
       .tag = "history",
       .summary = "Brings an object back to the state before or after a change; this is a change of its own. If-Match "
                  "names the present state where the object exists; a deleted one comes back with its links.",
       .call = [this](const http::Call& call) { return Revert(call); },
       .body = "HistoryRevert",
       .refusals = {404, 409, 412, 422, 428},
       .scope = "edit",
       .headers = {"If-Match", "Idempotency-Key"}}};
}

http::Response HistoryApi::List(const http::Call& call) const {
  const std::int64_t start = call.query.Integer("_start").value_or(0);
  const std::int64_t end =
      std::clamp<std::int64_t>(call.query.Integer("_end").value_or(start + 25), start, start + 500);
  std::vector<store::Parameter> filter{Seen(call)};
  for (const auto* name : {"object_type", "object_id", "actor", "action", "from", "to"}) {
    filter.push_back(call.query.Get(name));
  }
  auto parameters = filter;
  parameters.insert(parameters.begin(), {std::to_string(start), std::to_string(end - start)});
  auto& edits = call.worker->edits;
  const auto rows = edits.Once(sql::kHistoryPage, parameters, call.stop);
  Json list = Json::array();
  for (int row = 0; row < rows.size(); ++row) list.push_back(Brief(EntryOf(rows, row)));
  filter.insert(filter.begin(), std::to_string(kCounted + 1));
  const auto counted = edits.Once(sql::kHistoryCount, filter, call.stop);
  auto response = http::Reply(list);
  const std::string count(counted.Text(0, 0));
  response.headers.Add("X-Total-Count", count);
  response.headers.Add("X-Total-Count-Kind", count == std::to_string(kCounted + 1) ? "at-least" : "exact");
  response.headers.Add("Cache-Control", "no-store");
  return response;
}

http::Response HistoryApi::Read(const http::Call& call) const { return http::Reply(EntryOf(Entry(call), 0)); }

http::Response HistoryApi::Revert(const http::Call& call) const {
  const auto rows = Entry(call);
  const Json entry = Json::parse(rows.Text(0, 0));
  const Entity& entity = EntityOf(call, entry);
  const Json target = call.body.value("state", "after") == "before" ? Parsed(rows, 0, 1) : Parsed(rows, 0, 2);
  if (target.is_null()) {
    throw http::Refusal(
        409, http::Text(call.language, "It did not exist in that state.", "В том состоянии его не было."),
        http::Text(call.language, "Delete it, if that is meant.", "Если нужно именно это, удалите его."));
  }
  const std::string id = entry["object_id"];
  return Edit(call, audit_, target, [&]() -> Done {
    const auto held = Hold(call, entity, {id});
    if (!held.empty() && !IsMatch(call, held[0])) throw Stale(call, held[0]);
    Json wanted = Wanted(call, entity, id, target);
    if (held.empty() && target.contains("films")) wanted["films"] = target["films"];
    Save(call, entity, Json::array({wanted}));
    const auto saved = RecordsOf(call.worker->edits, entity, std::span(&id, 1), call.stop);
    const Record& after = saved.at(0);
    // Another one brought it back since: it was not there to be held, and must not be written over.
    if (held.empty() && Json::parse(after.text)["version"] != 1) throw Stale(call, after);
    const auto kept = held.empty() ? WithLinks(call, entity, saved) : saved;
    Done done{http::ReplyText(after.text), {ChangeOf(entity, held.empty() ? nullptr : &held[0], &kept[0], "revert")}};
    done.response.headers.Add("ETag", after.Tag());
    return done;
  });
}

}  // namespace admin::catalogue
