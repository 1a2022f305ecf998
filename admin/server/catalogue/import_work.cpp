#include "admin/server/catalogue/import_work.h"

#include <fmt/format.h>

#include <algorithm>

#include "admin/server/catalogue/saving.h"
#include "admin/server/catalogue/texts.h"
#include "admin/server/http/parameters.h"
#include "admin/server/worker.h"
#include "cdc/base/text.h"

namespace admin::catalogue {
namespace {

constexpr std::size_t kPage = 500;  // rows that are read and saved by one statement

// Of texts, in characters: what the schemas of single saves say.
constexpr std::pair<std::string_view, std::size_t> kLongest[] = {
    {"title", 1000}, {"name", 200},         {"full_name", 1000}, {"description", 20'000},
    {"type", 20},    {"certificate", 1000}, {"file_path", 4000}, {"creation_date", 10}};

// Of UTF-8 text.
std::size_t Characters(std::string_view text) {
  const auto begins = [](char c) { return (static_cast<unsigned char>(c) & 0xc0) != 0x80; };
  return static_cast<std::size_t>(std::ranges::count_if(text, begins));
}

bool IsTooLong(std::string_view field, const Json& value) {
  if (value.is_array()) return value.size() > kMostElements;
  const auto longest = std::ranges::find(kLongest, field, &std::pair<std::string_view, std::size_t>::first);
  return value.is_string() && longest != std::end(kLongest) &&
         Characters(value.get_ref<const std::string&>()) > longest->second;
}

}  // namespace

Tally& Tally::operator+=(const Tally& more) {
  rows += more.rows;
  created += more.created;
  updated += more.updated;
  unchanged += more.unchanged;
  return *this;
}

struct ImportWork::Row {
  const Json& given;
  std::size_t number = 0;  // in the file, from 1
  std::string id{};
  bool derived = false;  // the id is made of the file: what has it was made by this row
};

ImportWork::ImportWork(const http::Call& call, const Entity& entity, Options options)
    : call_(call), entity_(entity), options_(std::move(options)) {}

void ImportWork::Take(std::span<Json> rows) {
  ResolveNames(call_, entity_, rows, options_.above + tally_.rows, faults_);
  for (; rows.size() > kPage; rows = rows.subspan(kPage)) Page(rows.first(kPage));
  if (!rows.empty()) Page(rows);
}

Json ImportWork::Report() const {
  Json faults = Json::array();
  for (const auto& fault : faults_.first()) {
    faults.push_back({{"row", fault.row}, {"field", fault.field}, {"message", fault.message}});
  }
  return {{"dry_run", options_.dry},    {"rows", tally_.rows},           {"created", tally_.created},
          {"updated", tally_.updated},  {"unchanged", tally_.unchanged}, {"faulty", faults_.rows()},
          {"faults", std::move(faults)}};
}

void ImportWork::Page(std::span<Json> given) {
  std::vector<Row> rows;
  std::vector<std::string> ids;
  for (const auto& row : given) {
    ++tally_.rows;
    rows.push_back(RowOf(row));
    ids.push_back(rows.back().id);
  }
  std::map<std::string, Record> known;
  const auto records =
      options_.dry ? RecordsOf(call_.worker->edits, entity_, ids, call_.stop) : Hold(call_, entity_, ids);
  for (const auto& record : records) known.emplace(record.id, record);
  Json wanted = Json::array();
  std::vector<std::string> saved;
  for (const auto& row : rows) {
    const auto before = known.find(row.id);
    if (auto one = WantedOf(row, before == known.end() ? nullptr : &before->second)) {
      (*one)["id"] = row.id;
      wanted.push_back(std::move(*one));
      saved.push_back(row.id);
    }
  }
  if (!options_.dry && faults_.empty() && !saved.empty()) Keep(wanted, saved, known);
}

ImportWork::Row ImportWork::RowOf(const Json& given) {
  Row row{.given = given, .number = options_.above + tally_.rows};
  const auto id = given.find("id");
  if (id == given.end() || id->is_null()) {
    row.derived = !options_.seed.empty();
    row.id = row.derived ? IdFrom(fmt::format("{}/{}", options_.seed, row.number)) : NewId();
    return row;
  }
  if (!id->is_string() || !http::IsUuid(id->get_ref<const std::string&>())) {
    Refuse(row.number, "id", "This is no id.", "Это не идентификатор.");
    row.id = NewId();
    return row;
  }
  row.id = cdc::Lower(id->get<std::string>());
  if (!seen_.insert(row.id).second) {
    Refuse(row.number, "id", "A row above has this id already.", "Этот id уже есть в строке выше.");
    row.id = NewId();
  }
  return row;
}

// `whole` with what the row says.
Json ImportWork::Merged(const Row& row, const Json& whole) {
  const auto columns = Columns(entity_);
  Json now = whole;
  for (const auto& [field, value] : row.given.items()) {
    if (field == "version") continue;
    if (std::ranges::find(columns, field) != columns.end()) {
      if (IsTooLong(field, value)) {
        Refuse(row.number, field, "This is too long.", "Это слишком длинно.");
      } else {
        now[field] = value;
      }
    } else if (field != "created" && field != "modified") {
      Refuse(row.number, field, "There is no such field.", "Такого поля нет.");
    }
  }
  return now;
}

// nullopt: it is that way already, or it cannot be saved.
std::optional<Json> ImportWork::WantedOf(const Row& row, const Record* before) {
  const Json whole = before != nullptr ? Json::parse(before->text) : Json::object();
  std::vector<http::FieldError> errors, none;
  Json wanted = entity_.wanted(Merged(row, whole), call_.language, errors);
  const bool same = before != nullptr && (row.derived || wanted == entity_.wanted(whole, call_.language, none));
  const auto version = row.given.find("version");
  if (before != nullptr && !same && version != row.given.end() && !version->is_null() && *version != whole["version"]) {
    Refuse(row.number, "version",
           "This was changed since it was exported. Export it anew, or leave the column out to overwrite it.",
           "После выгрузки это изменили. Выгрузите заново или уберите этот столбец, чтобы записать поверх.");
  }
  for (auto& error : errors) faults_.Add(row.number, std::move(error.field), std::move(error.message));
  if (!errors.empty()) return std::nullopt;
  if (const auto& name = wanted[std::string(entity_.caption)]; &entity_ == &Genres() && !names_.insert(name).second) {
    Refuse(row.number, "name", "A row above has this name already.", "Это название уже есть в строке выше.");
    return std::nullopt;
  }
  ++(before == nullptr ? tally_.created : same ? tally_.unchanged : tally_.updated);
  return same ? std::nullopt : std::optional(std::move(wanted));
}

void ImportWork::Keep(const Json& wanted, const std::vector<std::string>& saved,
                      const std::map<std::string, Record>& known) {
  Save(call_, entity_, wanted);
  for (const auto& after : RecordsOf(call_.worker->edits, entity_, saved, call_.stop)) {
    const auto before = known.find(after.id);
    // Another one made it since: it was not there to be held, and must not be written over.
    if (before == known.end() && Json::parse(after.text)["version"] != 1) throw Stale(call_, after);
    changes_.push_back(ChangeOf(entity_, before == known.end() ? nullptr : &before->second, &after, "import"));
  }
}

void ImportWork::Refuse(std::size_t number, const std::string& field, const char* english, const char* russian) {
  faults_.Add(number, field, http::Text(call_.language, english, russian));
}

std::vector<http::FieldError> ErrorsOf(const Faults& faults) {
  std::vector<http::FieldError> errors;
  for (const auto& fault : faults.first()) {
    errors.push_back({fmt::format("{}/{}", fault.row, fault.field), fault.message});
  }
  return errors;
}

http::Refusal Faulty(const http::Call& call, ImportWork& work) {
  http::Refusal refusal(422,
                        http::Text(call.language, "Nothing was imported: some rows cannot be used.",
                                   "Ничего не загружено: часть строк не годится."),
                        http::Text(call.language, "Mend the rows named in errors; dry_run=true only looks.",
                                   "Исправьте строки, названные в errors; dry_run=true только проверяет."));
  refusal.With(ErrorsOf(work.faults()));
  refusal.With("report", work.Report());
  return refusal;
}

}  // namespace admin::catalogue
