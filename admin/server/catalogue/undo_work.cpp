#include "admin/server/catalogue/undo_work.h"

#include <fmt/format.h>

#include <algorithm>

#include "admin/server/catalogue/saving.h"
#include "admin/server/sql.h"
#include "admin/server/worker.h"

namespace admin::catalogue {
namespace {

constexpr std::size_t kAtOnce = 500;  // objects of one statement: their states travel with it
constexpr std::size_t kNamed = 20;    // objects that an answer names

constexpr Words kChanged{"Somebody has changed it since.", "С тех пор это кто-то изменил."};
constexpr Words kGone{"Somebody has deleted it since.", "С тех пор это кто-то удалил."};
constexpr Words kThere{"Somebody has brought it back already.", "Это уже кто-то вернул."};
constexpr Words kLink{"It had a genre or a person that is deleted now.",
                      "Здесь были жанр или персона, которых больше нет."};
constexpr Words kName{"Another genre has that name now.", "Это название теперь у другого жанра."};
constexpr Words kUsed{"There are films with it now.", "Теперь это указано у других фильмов."};

Json StateOf(const store::Rows& rows, int row, int column) {
  return rows.IsNull(row, column) ? Json() : Json::parse(rows.Text(row, column));
}

std::string KeyOf(const Entity& entity, std::string_view id) { return fmt::format("{}/{}", entity.name, id); }

const Entity& EntityNamed(std::string_view name) {
  return name == Films().name ? Films() : name == Genres().name ? Genres() : Persons();
}

}  // namespace

UndoWork::UndoWork(const http::Call& call, const store::Rows& rows) : call_(call) {
  for (int row = 0; row < rows.size(); ++row) {
    const Entity& entity = EntityNamed(rows.Text(row, 0));
    const std::string id(rows.Text(row, 1));
    Step& step = steps_[KeyOf(entity, id)];
    if (step.entity == nullptr) step.before = StateOf(rows, row, 3);
    step.entity = &entity;
    step.id = id;
    step.name = rows.Text(row, 2);
    step.after = StateOf(rows, row, 4);
  }
}

Done UndoWork::Run() {
  for (const Entity* entity : Entities()) Hold(*entity);
  for (auto& [key, step] : steps_) Judge(step);
  FindObstacles();
  FindUses(Genres());
  FindUses(Persons());
  const bool some_stay = std::ranges::any_of(steps_, [](const auto& one) { return one.second.Stays(); });
  if (some_stay && !call_.body.value("leave_changed", false)) Refuse();
  // Films last: their links lead to what has to be there then. What goes, the other way round.
  Put(Genres());
  Put(Persons());
  Put(Films());
  Drop(Films());
  Drop(Genres());
  Drop(Persons());
  return {http::Reply({{"undone", Told(false)}, {"left", Told(true)}}), std::move(changes_)};
}

void UndoWork::Hold(const Entity& entity) {
  std::vector<std::string> ids;
  for (const auto& [key, step] : steps_) {
    if (step.entity == &entity) ids.push_back(step.id);
  }
  if (ids.empty()) return;
  for (auto& record : catalogue::Hold(call_, entity, ids)) {
    steps_.at(KeyOf(entity, record.id)).now = std::move(record);
  }
}

// Whether it is as the request left it, and what it is to be.
void UndoWork::Judge(Step& step) const {
  if (step.after.is_null() && step.now) step.why = kThere;
  if (!step.after.is_null() && !step.now) step.why = kGone;
  if (!step.after.is_null() && step.now && Json::parse(step.now->text)["version"] != step.after["version"]) {
    step.why = kChanged;
  }
  if (step.Stays() || step.before.is_null()) return;
  step.wanted = Wanted(call_, *step.entity, step.id, step.before);
  if (!step.now && step.before.contains("films")) step.wanted["films"] = step.before["films"];
}

// A film's links may lead to what somebody deleted, a genre's name may be taken.
void UndoWork::FindObstacles() {
  Json films = Json::array(), genres = Json::array();
  std::vector<std::string> ids;
  for (const auto& [key, step] : steps_) {
    ids.push_back(step.id);
    if (step.wanted.is_null()) continue;
    const auto& wanted = step.wanted;
    if (step.entity == &Films()) {
      films.push_back({{"id", step.id}, {"genres", wanted["genres"]}, {"people", wanted["people"]}});
    }
    if (step.entity == &Genres()) genres.push_back({{"id", step.id}, {"name", wanted["name"]}});
  }
  if (films.empty() && genres.empty()) return;
  const auto rows = call_.worker->edits.Query(
      sql::kUndoObstacles, {http::Dump(films), http::Dump(genres), cdc::pg::ArrayLiteral(std::span(ids))}, call_.stop);
  for (int row = 0; row < rows.size(); ++row) {
    const bool link = rows.Text(row, 1) == "link";
    const Entity& entity = link ? Films() : Genres();
    Step& step = steps_.at(KeyOf(entity, rows.Text(row, 0)));
    step.why = link ? kLink : kName;
    step.wanted = nullptr;
  }
}

// What the request made is not taken from films that others have given it to since.
void UndoWork::FindUses(const Entity& entity) {
  std::vector<Record> made;
  for (const auto& [key, step] : steps_) {
    if (step.entity == &entity && !step.Stays() && step.before.is_null() && step.now) made.push_back(*step.now);
  }
  if (made.empty()) return;
  for (const auto& record : WithLinks(call_, entity, std::move(made))) {
    const Json state = Json::parse(record.text);
    for (const auto& film : state["films"]) {
      const Json& id = film.is_object() ? film["id"] : film;
      if (!IsDropped(id.get<std::string>())) steps_.at(KeyOf(entity, record.id)).why = kUsed;
    }
  }
}

// Whether the film loses, by this, the links that the request gave it.
bool UndoWork::IsDropped(const std::string& film) const {
  const auto step = steps_.find(KeyOf(Films(), film));
  return step != steps_.end() && !step->second.Stays();
}

void UndoWork::Put(const Entity& entity) {
  std::vector<Step*> steps;
  for (auto& [key, step] : steps_) {
    if (step.entity == &entity && !step.wanted.is_null()) steps.push_back(&step);
  }
  for (std::span<Step* const> rest = steps; !rest.empty(); rest = rest.subspan(std::min(kAtOnce, rest.size()))) {
    PutSome(entity, rest.first(std::min(kAtOnce, rest.size())));
  }
}

void UndoWork::PutSome(const Entity& entity, std::span<Step* const> steps) {
  Json wanted = Json::array();
  std::vector<std::string> ids;
  for (auto* step : steps) {
    wanted.push_back(step->wanted);
    ids.push_back(step->id);
  }
  Save(call_, entity, wanted);
  const auto saved = RecordsOf(call_.worker->edits, entity, ids, call_.stop);
  const auto linked = WithLinks(call_, entity, saved);
  for (std::size_t i = 0; i < saved.size(); ++i) {
    const Step& step = steps_.at(KeyOf(entity, saved[i].id));
    // Another one brought it back since: it was not there to be held, and must not be written over.
    if (!step.now && Json::parse(saved[i].text)["version"] != 1) throw Stale(call_, saved[i]);
    changes_.push_back(ChangeOf(entity, step.now ? &*step.now : nullptr, step.now ? &saved[i] : &linked[i], "revert"));
  }
}

void UndoWork::Drop(const Entity& entity) {
  std::vector<Record> made;
  std::vector<std::string> ids;
  for (const auto& [key, step] : steps_) {
    if (step.entity != &entity || step.Stays() || !step.before.is_null() || !step.now) continue;
    made.push_back(*step.now);
    ids.push_back(step.id);
  }
  if (ids.empty()) return;
  for (const auto& before : WithLinks(call_, entity, std::move(made))) {
    changes_.push_back(ChangeOf(entity, &before, nullptr, "delete"));
  }
  Remove(call_, entity, ids);
}

// How many stay as they are, or do not, and the first of them.
Json UndoWork::Told(bool stays) const {
  std::size_t count = 0;
  Json first = Json::array();
  for (const auto& [key, step] : steps_) {
    if (step.Stays() != stays || ++count > kNamed) continue;
    first.push_back({{"object_type", step.entity->name}, {"object_id", step.id}, {"object_name", step.name}});
    if (stays) first.back()["why"] = step.why.In(call_.language);
    if (!stays) first.back()["deleted"] = step.wanted.is_null();
  }
  return {{"count", count}, {"first", std::move(first)}};
}

void UndoWork::Refuse() const {
  Json left = Told(true);
  const Json& one = left["first"][0];
  const auto detail =
      steps_.size() == 1
          ? one["why"].get<std::string>()
          : fmt::format(fmt::runtime(http::Text(call_.language, "{} of {} cannot be undone. The first is “{}”: {}",
                                                "{} из {} отменить нельзя. Первое: «{}». {}")),
                        left["count"].get<std::size_t>(), steps_.size(), one["object_name"].get<std::string>(),
                        one["why"].get<std::string>());
  http::Refusal refusal(
      409, detail,
      http::Text(call_.language, "Nothing was undone. The others can be undone alone, these by the history of each.",
                 "Ничего не отменено. Остальное можно отменить отдельно, это — через историю каждого."));
  refusal.With("left", std::move(left));
  refusal.With("total", Json(steps_.size()));
  throw refusal;
}

}  // namespace admin::catalogue
