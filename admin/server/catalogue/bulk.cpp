#include "admin/server/catalogue/bulk.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "admin/server/catalogue/saving.h"
#include "admin/server/catalogue/texts.h"
#include "admin/server/worker.h"
#include "cdc/base/text.h"

namespace admin::catalogue {
namespace {

// The ids of `items`, each once.
std::vector<std::string> IdsOf(const Json& body) {
  std::vector<std::string> ids;
  for (const auto& item : body["items"]) ids.push_back(cdc::Lower(item["id"].get<std::string>()));
  std::ranges::sort(ids);
  ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
  return ids;
}

// Refuses with 412 and the current state of those that have another version than `items` says.
void CheckVersions(const http::Call& call, const std::vector<Record>& held) {
  std::map<std::string, std::int64_t> wanted;
  for (const auto& item : call.body["items"]) {
    if (item.contains("version")) wanted[cdc::Lower(item["id"].get<std::string>())] = item["version"];
  }
  Json current = Json::array();
  for (const auto& record : held) {
    const auto version = wanted.find(record.id);
    if (version == wanted.end()) continue;
    Json now = Json::parse(record.text);
    if (now["version"] != version->second) current.push_back(std::move(now));
  }
  if (current.empty()) return;
  http::Refusal refusal(412,
                        http::Text(call.language, "Somebody has changed some of these meanwhile.",
                                   "Что-то из этого тем временем изменил кто-то другой."),
                        http::Text(call.language, "Nothing was done. Compare with the current states, then try again.",
                                   "Ничего не сделано. Сравните с нынешними состояниями и повторите."));
  refusal.With("current", std::move(current));
  throw refusal;
}

http::Response Told(const std::vector<std::string>& ids, const std::vector<Record>& held, std::size_t changed) {
  Json missing = Json::array();
  for (const auto& id : ids) {
    if (std::ranges::find(held, id, &Record::id) == held.end()) missing.push_back(id);
  }
  return http::Reply({{"changed", changed}, {"missing", std::move(missing)}});
}

void Add(Json& list, const Json& id) {
  const auto same = [&](const Json& one) { return one["id"] == id; };
  if (std::none_of(list.begin(), list.end(), same)) list.push_back({{"id", id}});
}

void Drop(Json& list, const Json& id) {
  Json kept = Json::array();
  for (auto& one : list) {
    if (one["id"] != id) kept.push_back(std::move(one));
  }
  list = std::move(kept);
}

std::string ListOf(const Json& part) { return part["role"].get<std::string>() + "s"; }

Json Lower(const Json& id) { return cdc::Lower(id.get<std::string>()); }

}  // namespace

Json Changed(Json record, const Json& change) {
  const auto each = [&](const char* name, const auto& apply) {
    if (!change.contains(name)) return;
    for (const auto& element : change[name]) apply(element);
  };
  if (change.contains("set")) {
    for (const auto& [field, value] : change["set"].items()) record[field] = value;
  }
  each("remove_genres", [&](const Json& id) { Drop(record["genres"], Lower(id)); });
  each("add_genres", [&](const Json& id) { Add(record["genres"], Lower(id)); });
  each("remove_people", [&](const Json& part) { Drop(record[ListOf(part)], Lower(part["id"])); });
  each("add_people", [&](const Json& part) { Add(record[ListOf(part)], Lower(part["id"])); });
  return record;
}

http::Response BulkApi::Delete(const http::Call& call) const {
  const auto ids = IdsOf(call.body);
  return Edit(call, audit_, call.body, [&]() -> Done {
    const auto held = Hold(call, entity_, ids);
    CheckVersions(call, held);
    Done done{Told(ids, held, held.size()), {}};
    for (const auto& before : WithLinks(call, entity_, held)) {
      done.changes.push_back(ChangeOf(entity_, &before, nullptr, "delete"));
    }
    Remove(call, entity_, ids);
    return done;
  });
}

http::Response BulkApi::Update(const http::Call& call) const {
  const auto ids = IdsOf(call.body);
  return Edit(call, audit_, call.body, [&]() -> Done {
    const auto held = Hold(call, entity_, ids);
    CheckVersions(call, held);
    Json wanted = Json::array();
    std::vector<const Record*> before;
    std::vector<std::string> changed;
    for (const auto& record : held) {
      const Json whole = Json::parse(record.text);
      const Json now = Wanted(call, entity_, record.id, Changed(whole, call.body));
      if (now == Wanted(call, entity_, record.id, whole)) continue;
      wanted.push_back(now);
      before.push_back(&record);
      changed.push_back(record.id);
    }
    if (!changed.empty()) Save(call, entity_, wanted);
    const auto after = RecordsOf(call.worker->edits, entity_, changed, call.stop);
    Done done{Told(ids, held, changed.size()), {}};
    for (std::size_t i = 0; i < after.size(); ++i) {
      done.changes.push_back(ChangeOf(entity_, before[i], &after[i], "update"));
    }
    return done;
  });
}

http::Response BulkApi::Preview(const http::Call& call, const std::vector<std::string>& ids) const {
  const auto rows = call.worker->edits.Query(deletion_, {cdc::pg::ArrayLiteral(std::span(ids))}, call.stop);
  return http::ReplyText(std::string(rows.Text(0, 0)));
}

http::Response BulkApi::PreviewOne(const http::Call& call) const {
  const std::string id = IdOf(call, entity_);
  if (RecordsOf(call.worker->edits, entity_, std::span(&id, 1), call.stop).empty()) throw Unknown(call, entity_);
  return Preview(call, {id});
}

http::Response BulkApi::PreviewMany(const http::Call& call) const { return Preview(call, IdsOf(call.body)); }

std::vector<http::Route> BulkApi::Routes() {
  const std::string path = fmt::format("/api/admin/{}", entity_.plural);
  http::Route preview{
      .method = "GET",
      .path = names_.Keep(path + "/{id}/deletion"),
      .access = http::Access::kViewer,
      .lane = http::Lane::kShort,
      .name = names_.Keep(fmt::format("preview_{}_deletion", entity_.name)),
      .tag = entity_.plural,
      .summary = names_.Keep(fmt::format("What goes with a {} that is deleted, and which index documents "
                                         "change; nothing is deleted.",
                                         entity_.name)),
      .call = [this](const http::Call& call) { return PreviewOne(call); },
      .reply = "Deletion",
      .refusals = {404},
      .scope = "read",
      .lenient_path = true};
  http::Route many = preview;
  many.method = "POST";
  many.lane = http::Lane::kLong;
  many.path = names_.Keep(path + "/bulk/deletion");
  many.access = http::Access::kEditor;
  many.name = names_.Keep(fmt::format("preview_{}_deletion", entity_.plural));
  many.summary = names_.Keep(fmt::format("The same for many {}.", entity_.plural));
  many.call = [this](const http::Call& call) { return PreviewMany(call); };
  many.body = "BulkDelete";
  many.refusals = {422};
  http::Route remove = many;
  remove.path = names_.Keep(path + "/bulk/delete");
  remove.name = names_.Keep(fmt::format("delete_{}", entity_.plural));
  remove.summary = names_.Keep(fmt::format("Deletes many {}, all or none.", entity_.plural));
  remove.call = [this](const http::Call& call) { return Delete(call); };
  remove.reply = "BulkDone";
  remove.refusals = {412, 422};
  remove.scope = "edit";
  remove.headers = {"Idempotency-Key"};
  std::vector<http::Route> routes{preview, many, remove};
  // Of a person there is nothing but the name, which many do not share.
  if (&entity_ != &Persons()) {
    http::Route update = remove;
    update.path = names_.Keep(path + "/bulk/update");
    update.name = names_.Keep(fmt::format("change_{}", entity_.plural));
    update.summary = names_.Keep(fmt::format("Changes many {} the same way, all or none.", entity_.plural));
    update.call = [this](const http::Call& call) { return Update(call); };
    update.body = &entity_ == &Films() ? "FilmsChange" : "GenresChange";
    routes.push_back(update);
  }
  return routes;
}

}  // namespace admin::catalogue
