#include <fmt/format.h>

#include <map>
#include <set>
#include <span>

#include "admin/server/catalogue/import_work.h"
#include "admin/server/catalogue/texts.h"
#include "admin/server/http/parameters.h"
#include "admin/server/sql.h"
#include "admin/server/worker.h"
#include "cdc/base/text.h"

namespace admin::catalogue {
namespace {

constexpr const char* kLists[] = {"genres", "actors", "directors", "writers"};

bool IsGenres(std::string_view list) { return list == "genres"; }

struct Found {
  std::string id;
  bool alone = true;
};

class Resolver {
 public:
  Resolver(const http::Call& call, std::size_t above, Faults& faults) : call_(call), above_(above), faults_(faults) {}

  void Resolve(std::span<Json> rows) {
    Each(rows, [&](std::size_t, const char* list, std::size_t, Json& element) {
      if (const auto id = IdIn(element)) {
        (IsGenres(list) ? genre_ids_ : person_ids_).insert(*id);
      } else if (const auto name = NameIn(element)) {
        (IsGenres(list) ? genre_names_ : person_names_).insert(*name);
      }
    });
    const auto genres = Look(sql::kImportGenreNames, genre_names_),
               people = Look(sql::kImportPersonNames, person_names_);
    const auto lost_genres = Lost("genre", genre_ids_), lost_people = Lost("person", person_ids_);
    Each(rows, [&](std::size_t row, const char* list, std::size_t place, Json& element) {
      const bool genre = IsGenres(list);
      const auto id = IdIn(element);
      const auto name = NameIn(element);
      const auto& known = genre ? genres : people;
      const auto found = name ? known.find(*name) : known.end();
      const std::string field = fmt::format("{}/{}", list, place);
      if (id ? (genre ? lost_genres : lost_people).contains(*id) : found == known.end()) {
        Refuse(row, field, genre ? "There is no such genre." : "There is no such person.",
               genre ? "Такого жанра нет." : "Такой персоны нет.");
      } else if (!id && !found->second.alone) {
        Refuse(row, field, "Several people have this name; write the id.", "Так зовут нескольких; укажите id.");
      } else if (!id) {
        element = {{"id", found->second.id}};
      }
    });
  }

  // A genre's name is its own: a row without an id means the one that is there.
  void MatchGenres(std::span<Json> rows) {
    for (const auto& row : rows) {
      if (row.contains("name") && IsText(row["name"])) genre_names_.insert(row["name"].get<std::string>());
    }
    const auto known = Look(sql::kImportGenreNames, genre_names_);
    for (std::size_t i = 0; i < rows.size(); ++i) {
      auto& row = rows[i];
      if (!row.contains("name") || !IsText(row["name"])) continue;
      const auto found = known.find(row["name"].get<std::string>());
      if (found == known.end()) continue;
      if (!row.contains("id") || row["id"].is_null()) {
        row["id"] = found->second.id;
      } else if (row["id"].is_string() && cdc::Lower(row["id"].get<std::string>()) != found->second.id) {
        Refuse(i, "name", "Another genre has this name.", "Так называется другой жанр.");
      }
    }
  }

 private:
  template <typename Visit>
  void Each(std::span<Json> rows, const Visit& visit) {
    for (std::size_t row = 0; row < rows.size(); ++row) {
      for (const char* list : kLists) {
        if (!rows[row].contains(list) || !rows[row][list].is_array()) continue;
        if (rows[row][list].size() > kMostElements) continue;  // the row is refused for it
        Json& elements = rows[row][list];
        for (std::size_t place = 0; place < elements.size(); ++place) visit(row, list, place, elements[place]);
      }
    }
  }

  static std::optional<std::string> IdIn(const Json& element) {
    if (!element.is_object() || !element.contains("id") || !element["id"].is_string()) return std::nullopt;
    const std::string id = cdc::Lower(element["id"].get<std::string>());
    return http::IsUuid(id) ? std::optional(id) : std::nullopt;
  }

  static std::optional<std::string> NameIn(const Json& element) {
    if (!element.is_object() || !element.contains("name") || !element["name"].is_string()) return std::nullopt;
    return IsText(element["name"]) ? std::optional(element["name"].get<std::string>()) : std::nullopt;
  }

  // What PostgreSQL can be asked for.
  static bool IsText(const Json& name) {
    return name.is_string() && name.get_ref<const std::string&>().find('\0') == std::string::npos;
  }

  std::map<std::string, Found> Look(const std::string& statement, const std::set<std::string>& names) {
    std::map<std::string, Found> found;
    if (names.empty()) return found;
    const std::vector<std::string> wanted(names.begin(), names.end());
    const auto rows = call_.worker->edits.Query(statement, {cdc::pg::ArrayLiteral(std::span(wanted))}, call_.stop);
    for (int row = 0; row < rows.size(); ++row) {
      found[std::string(rows.Text(row, 0))] = {std::string(rows.Text(row, 1)), rows.Text(row, 2) == "1"};
    }
    return found;
  }

  std::set<std::string> Lost(const char* what, const std::set<std::string>& ids) {
    std::set<std::string> lost;
    if (ids.empty()) return lost;
    const std::vector<std::string> wanted(ids.begin(), ids.end());
    const auto rows =
        call_.worker->edits.Query(sql::kUnknownLinks, {what, cdc::pg::ArrayLiteral(std::span(wanted))}, call_.stop);
    for (int row = 0; row < rows.size(); ++row) lost.emplace(rows.Text(row, 0));
    return lost;
  }

  void Refuse(std::size_t row, const std::string& field, const char* english, const char* russian) {
    faults_.Add(above_ + row + 1, field, http::Text(call_.language, english, russian));
  }

  const http::Call& call_;
  const std::size_t above_;
  Faults& faults_;
  std::set<std::string> genre_ids_, person_ids_, genre_names_, person_names_;
};

}  // namespace

void ResolveNames(const http::Call& call, const Entity& entity, std::span<Json> rows, std::size_t above,
                  Faults& faults) {
  Resolver resolver(call, above, faults);
  if (&entity == &Films()) resolver.Resolve(rows);
  if (&entity == &Genres()) resolver.MatchGenres(rows);
}

}  // namespace admin::catalogue
