#include "admin/server/catalogue/saving.h"

#include <fmt/format.h>

#include <map>

#include "admin/server/catalogue/texts.h"
#include "admin/server/sql.h"
#include "admin/server/worker.h"

namespace admin::catalogue {
namespace {

http::Response Saved(const Record& record, unsigned status = 200) {
  auto response = http::ReplyText(record.text, status);
  response.headers.Add("ETag", record.Tag());
  return response;
}

}  // namespace

std::vector<Record> Hold(const http::Call& call, const Entity& entity, const std::vector<std::string>& ids) {
  // In a statement of its own: only the next one sees what a writer did who held a row before.
  call.worker->edits.Query(On(entity, sql::kLockRows), {cdc::pg::ArrayLiteral(std::span(ids))}, call.stop);
  return RecordsOf(call.worker->edits, entity, ids, call.stop);
}

Json Wanted(const http::Call& call, const Entity& entity, const std::string& id, const Json& body) {
  std::vector<http::FieldError> errors;
  Json wanted = entity.wanted(body, call.language, errors);
  if (const auto given = body.find("id"); given != body.end() && *given != id && !given->is_null()) {
    errors.push_back({"id", http::Text(call.language, "An id is never changed.", "id не меняется.")});
  }
  if (!errors.empty()) {
    http::Refusal refusal(
        422, http::Text(call.language, "This cannot be saved as it is.", "Так сохранить нельзя."),
        http::Text(call.language, "Mend the fields named in errors.", "Исправьте поля, названные в errors."));
    refusal.With(std::move(errors));
    throw refusal;
  }
  wanted["id"] = id;
  return wanted;
}

void Save(const http::Call& call, const Entity& entity, const Json& wanted) {
  call.worker->edits.Query(entity.save, {http::Dump(wanted)}, call.stop);
}

void Remove(const http::Call& call, const Entity& entity, const std::vector<std::string>& ids) {
  call.worker->edits.Query(On(entity, sql::kDeleteRows), {cdc::pg::ArrayLiteral(std::span(ids))}, call.stop);
}

std::vector<Record> WithLinks(const http::Call& call, const Entity& entity, std::vector<Record> records) {
  if (&entity == &Films()) return records;
  std::vector<std::string> ids;
  for (const auto& record : records) ids.push_back(record.id);
  const auto& statement = &entity == &Genres() ? sql::kGenreLinks : sql::kPersonLinks;
  const auto rows = call.worker->edits.Query(statement, {cdc::pg::ArrayLiteral(std::span(ids))}, call.stop);
  std::map<std::string, std::string_view, std::less<>> links;
  for (int row = 0; row < rows.size(); ++row) links[std::string(rows.Text(row, 0))] = rows.Text(row, 1);
  for (auto& record : records) {
    record.text.pop_back();
    record.text += fmt::format(", \"films\": {}}}", links.contains(record.id) ? links[record.id] : "[]");
  }
  return records;
}

store::Change ChangeOf(const Entity& entity, const Record* before, const Record* after, std::string action) {
  const Record& known = after != nullptr ? *after : *before;
  const Json record = Json::parse(known.text);
  return {.type = std::string(entity.name),
          .id = known.id,
          .name = record.at(std::string(entity.caption)).get<std::string>(),
          .action = std::move(action),
          .before = before != nullptr ? std::optional(before->text) : std::nullopt,
          .after = after != nullptr ? std::optional(after->text) : std::nullopt};
}

http::Response SavingApi::Create(const http::Call& call) const {
  const std::string id = NewId();
  if (const auto given = call.body.find("id"); given != call.body.end() && !given->is_null()) {
    http::Refusal refusal(422, http::Text(call.language, "The id is chosen here.", "id выбирает сервер."));
    refusal.With(
        std::vector<http::FieldError>{{"id", http::Text(call.language, "Leave it out.", "Не указывайте его.")}});
    throw refusal;
  }
  const Json wanted = Wanted(call, entity_, id, call.body);
  return Edit(call, audit_, call.body, [&]() -> Done {
    Save(call, entity_, Json::array({wanted}));
    const Record after = RecordsOf(call.worker->edits, entity_, std::span(&id, 1), call.stop).at(0);
    Done done{Saved(after, 201), {ChangeOf(entity_, nullptr, &after, "create")}};
    done.response.headers.Add("Location", fmt::format("/api/admin/{}/{}", entity_.plural, id));
    return done;
  });
}

http::Response SavingApi::Put(const http::Call& call) const {
  const std::string id = IdOf(call, entity_);
  return Edit(call, audit_, call.body, [&]() -> Done {
    const auto held = Hold(call, entity_, {id});
    if (held.empty()) throw Unknown(call, entity_);
    if (!IsMatch(call, held[0])) throw Stale(call, held[0]);
    Save(call, entity_, Json::array({Wanted(call, entity_, id, call.body)}));
    const Record after = RecordsOf(call.worker->edits, entity_, std::span(&id, 1), call.stop).at(0);
    return {Saved(after), {ChangeOf(entity_, &held[0], &after, "update")}};
  });
}

http::Response SavingApi::Patch(const http::Call& call) const {
  const std::string id = IdOf(call, entity_);
  return Edit(call, audit_, call.body, [&]() -> Done {
    const auto held = Hold(call, entity_, {id});
    if (held.empty()) throw Unknown(call, entity_);
    if (!IsMatch(call, held[0])) throw Stale(call, held[0]);
    Json whole = Json::parse(held[0].text);
    for (const auto& [name, value] : call.body.items()) whole[name] = value;
    Save(call, entity_, Json::array({Wanted(call, entity_, id, whole)}));
    const Record after = RecordsOf(call.worker->edits, entity_, std::span(&id, 1), call.stop).at(0);
    return {Saved(after), {ChangeOf(entity_, &held[0], &after, "update")}};
  });
}

http::Response SavingApi::Delete(const http::Call& call) const {
  const std::string id = IdOf(call, entity_);
  return Edit(call, audit_, call.body, [&]() -> Done {
    auto held = Hold(call, entity_, {id});
    if (held.empty()) throw Unknown(call, entity_);
    if (!IsMatch(call, held[0])) throw Stale(call, held[0]);
    const auto answer = held[0];
    const auto before = WithLinks(call, entity_, std::move(held));
    Remove(call, entity_, {id});
    return {http::ReplyText(answer.text), {ChangeOf(entity_, &before[0], nullptr, "delete")}};
  });
}

std::vector<http::Route> SavingApi::Routes() {
  const std::string path = fmt::format("/api/admin/{}", entity_.plural);
  const std::string schema =
      fmt::format("{}{}", static_cast<char>(entity_.name[0] - 'a' + 'A'), entity_.name.substr(1));
  const auto route = [&](const char* method, const char* verb, auto handler) {
    http::Route made{.method = method,
                     .path = names_.Keep(path + "/{id}"),
                     .access = http::Access::kEditor,
                     .lane = http::Lane::kShort,
                     .name = names_.Keep(fmt::format("{}_{}", verb, entity_.name)),
                     .tag = entity_.plural,
                     .summary = names_.Keep(fmt::format("Changes a {}: {}.", entity_.name, verb)),
                     .call = [this, handler](const http::Call& call) { return (this->*handler)(call); },
                     .reply = names_.Keep(schema),
                     .refusals = {404, 409, 412, 422, 428},
                     .scope = "edit",
                     .headers = {"!If-Match"},
                     .lenient_path = true};
    return made;
  };
  http::Route create = route("POST", "create", &SavingApi::Create);
  create.path = names_.Keep(path);
  create.summary = names_.Keep(fmt::format("Makes a {}.", entity_.name));
  create.body = names_.Keep(schema + "Input");
  create.status = 201;
  create.refusals = {400, 409, 422};
  create.headers = {"Idempotency-Key"};
  http::Route put = route("PUT", "replace", &SavingApi::Put);
  put.summary = names_.Keep(fmt::format("Saves a {} whole; what is left out is emptied.", entity_.name));
  put.body = create.body;
  http::Route patch = route("PATCH", "change", &SavingApi::Patch);
  patch.summary = names_.Keep(fmt::format("Saves some fields of a {}.", entity_.name));
  patch.body = names_.Keep(schema + "Patch");
  http::Route remove = route("DELETE", "delete", &SavingApi::Delete);
  remove.summary = names_.Keep(fmt::format("Deletes a {} with its links; answers with what it was.", entity_.name));
  return {create, put, patch, remove};
}

}  // namespace admin::catalogue
