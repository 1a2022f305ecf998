#include "admin/server/catalogue/importing.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "admin/server/catalogue/saving.h"
#include "admin/server/catalogue/texts.h"
#include "admin/server/http/parameters.h"
#include "admin/server/worker.h"
#include "cdc/base/text.h"

namespace admin::catalogue {
namespace {

constexpr std::size_t kPage = 500;         // rows that are read and saved by one statement
constexpr std::size_t kLargestFile = 16 << 20;

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

// The work of one import, a page of rows at a time.
class Work {
 public:
  Work(const http::Call& call, const Entity& entity, bool dry) : call_(call), entity_(entity), dry_(dry) {}

  Faults& faults() { return faults_; }
  std::vector<store::Change>& changes() { return changes_; }

  void Run(std::vector<Json>& rows) {
    ResolveNames(call_, entity_, rows, faults_);
    for (std::size_t from = 0; from < rows.size(); from += kPage) {
      Page(from + 1, std::span(rows).subspan(from, std::min(kPage, rows.size() - from)));
    }
    rows_ = rows.size();
  }

  Json Report() const {
    Json faults = Json::array();
    for (const auto& fault : faults_.first()) {
      faults.push_back({{"row", fault.row}, {"field", fault.field}, {"message", fault.message}});
    }
    return {{"dry_run", dry_},     {"rows", rows_},           {"created", created_},        {"updated", updated_},
            {"unchanged", unchanged_}, {"faulty", faults_.rows()}, {"faults", std::move(faults)}};
  }

 private:
  void Page(std::size_t first, std::span<Json> rows) {
    std::vector<std::string> ids;
    for (std::size_t i = 0; i < rows.size(); ++i) ids.push_back(IdOfRow(first + i, rows[i]));
    std::map<std::string, Record> known;
    const auto records = dry_ ? RecordsOf(call_.worker->edits, entity_, ids, call_.stop) : Hold(call_, entity_, ids);
    for (const auto& record : records) known.emplace(record.id, record);
    Json wanted = Json::array();
    std::vector<std::string> saved;
    for (std::size_t i = 0; i < rows.size(); ++i) {
      const auto before = known.find(ids[i]);
      if (auto row = WantedOf(first + i, rows[i], before == known.end() ? nullptr : &before->second)) {
        (*row)["id"] = ids[i];
        wanted.push_back(std::move(*row));
        saved.push_back(ids[i]);
      }
    }
    if (!dry_ && faults_.empty() && !saved.empty()) Keep(wanted, saved, known);
  }

  std::string IdOfRow(std::size_t number, const Json& row) {
    const auto given = row.find("id");
    if (given == row.end() || given->is_null()) return NewId();
    if (!given->is_string() || !http::IsUuid(given->get_ref<const std::string&>())) {
      Refuse(number, "id", "This is no id.", "Это не идентификатор.");
      return NewId();
    }
    std::string id = cdc::Lower(given->get<std::string>());
    if (!seen_.insert(id).second) {
      Refuse(number, "id", "A row above has this id already.", "Этот id уже есть в строке выше.");
      return NewId();
    }
    return id;
  }

  // nullopt: it is that way already, or it cannot be saved.
  std::optional<Json> WantedOf(std::size_t number, const Json& row, const Record* before) {
    const auto columns = Columns(entity_);
    Json whole = before != nullptr ? Json::parse(before->text) : Json::object();
    Json now = whole;
    for (const auto& [field, value] : row.items()) {
      if (field == "version") continue;
      if (std::ranges::find(columns, field) != columns.end()) {
        if (IsTooLong(field, value)) {
          Refuse(number, field, "This is too long.", "Это слишком длинно.");
        } else {
          now[field] = value;
        }
      } else if (field != "created" && field != "modified") {
        Refuse(number, field, "There is no such field.", "Такого поля нет.");
      }
    }
    const auto version = row.find("version");
    if (before != nullptr && version != row.end() && !version->is_null() && *version != whole["version"]) {
      Refuse(number, "version", "This was changed meanwhile.", "Это тем временем изменили.");
    }
    std::vector<http::FieldError> errors, none;
    Json wanted = entity_.wanted(now, call_.language, errors);
    for (auto& error : errors) faults_.Add(number, std::move(error.field), std::move(error.message));
    if (!errors.empty()) return std::nullopt;
    if (const auto& name = wanted[std::string(entity_.caption)]; &entity_ == &Genres() && !names_.insert(name).second) {
      Refuse(number, "name", "A row above has this name already.", "Это название уже есть в строке выше.");
      return std::nullopt;
    }
    if (before == nullptr) {
      ++created_;
    } else if (wanted == entity_.wanted(whole, call_.language, none)) {
      ++unchanged_;
      return std::nullopt;
    } else {
      ++updated_;
    }
    return wanted;
  }

  void Keep(const Json& wanted, const std::vector<std::string>& saved, const std::map<std::string, Record>& known) {
    Save(call_, entity_, wanted);
    for (const auto& after : RecordsOf(call_.worker->edits, entity_, saved, call_.stop)) {
      const auto before = known.find(after.id);
      // Another one made it since: it was not there to be held, and must not be written over.
      if (before == known.end() && Json::parse(after.text)["version"] != 1) throw Stale(call_, after);
      changes_.push_back(ChangeOf(entity_, before == known.end() ? nullptr : &before->second, &after, "import"));
    }
  }

  void Refuse(std::size_t number, const std::string& field, const char* english, const char* russian) {
    faults_.Add(number, field, http::Text(call_.language, english, russian));
  }

  const http::Call& call_;
  const Entity& entity_;
  const bool dry_;
  std::set<std::string> seen_;
  std::set<Json> names_;
  Faults faults_;
  std::vector<store::Change> changes_;
  std::size_t rows_ = 0, created_ = 0, updated_ = 0, unchanged_ = 0;
};

http::Refusal Faulty(const http::Call& call, const Json& report) {
  http::Refusal refusal(422,
                        http::Text(call.language, "Nothing was imported: some rows cannot be used.",
                                   "Ничего не загружено: часть строк не годится."),
                        http::Text(call.language, "Mend the rows named in errors; dry_run=true only looks.",
                                   "Исправьте строки, названные в errors; dry_run=true только проверяет."));
  std::vector<http::FieldError> errors;
  for (const auto& fault : report["faults"]) {
    errors.push_back({fmt::format("{}/{}", fault["row"].get<std::size_t>(), fault["field"].get<std::string>()),
                      fault["message"].get<std::string>()});
  }
  refusal.With(std::move(errors));
  refusal.With("report", report);
  return refusal;
}

}  // namespace

std::vector<http::Route> ImportApi::Routes() {
  std::vector<http::Route> routes;
  for (const bool csv : {true, false}) {
    routes.push_back({.method = "POST",
                      .path = names_.Keep(fmt::format("/api/admin/{}/import.{}", entity_.plural, csv ? "csv" : "json")),
                      .access = http::Access::kEditor,
                      .lane = http::Lane::kLong,
                      .name = names_.Keep(fmt::format("import_{}_{}", entity_.plural, csv ? "csv" : "json")),
                      .tag = entity_.plural,
                      .summary = names_.Keep(fmt::format("Makes {0} of a file, or changes those whose id it has; what a "
                                                         "row leaves out stays. All rows or none.",
                                                         entity_.plural)),
                      .call = [this, csv](const http::Call& call) { return Import(call, csv); },
                      .query = {{.name = "dry_run",
                                 .type = http::Parameter::Type::kBoolean,
                                 .description = "Only look at the rows and report."}},
                      .body = csv ? "CsvFile" : "ImportRows",
                      .reply = "ImportReport",
                      .refusals = {409, 422},
                      .scope = "edit",
                      .headers = {"Idempotency-Key"},
                      .body_type = csv ? "text/csv" : "application/json",
                      .body_bytes = kLargestFile});
  }
  return routes;
}

http::Response ImportApi::Import(const http::Call& call, bool csv) const {
  const bool dry = call.query.Get("dry_run") == "true";
  Faults faults;
  std::vector<Json> rows;
  if (csv) {
    rows = RowsOfCsv(entity_, call.request.body, call.language, faults);
  } else {
    for (const auto& row : call.body) rows.push_back(row);
  }
  if (rows.size() > kMostRows) {
    throw http::Refusal(422, http::Text(call.language, "A file has 20,000 rows at most.",
                                        "В файле может быть не больше 20 000 строк."),
                        http::Text(call.language, "Split it.", "Разделите его."));
  }
  if (dry) {
    Work work(call, entity_, true);
    work.faults() = faults;
    work.Run(rows);
    return http::Reply(work.Report());
  }
  return Edit(call, audit_, Json(), [&]() -> Done {
    Work work(call, entity_, false);
    work.faults() = faults;
    auto copy = rows;  // a transaction that is tried again begins with what was sent
    work.Run(copy);
    if (!work.faults().empty()) throw Faulty(call, work.Report());
    return {http::Reply(work.Report()), std::move(work.changes())};
  });
}

}  // namespace admin::catalogue
