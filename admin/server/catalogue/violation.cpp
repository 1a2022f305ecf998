// What PostgreSQL refused, as errors of the fields that are at fault.
#include <fmt/format.h>

#include <array>

#include "admin/server/catalogue/edit.h"
#include "admin/server/catalogue/texts.h"
#include "admin/server/http/parameters.h"
#include "admin/server/sql.h"
#include "admin/server/worker.h"
#include "cdc/base/text.h"

namespace admin::catalogue {
namespace {

struct Meaning {
  std::string_view constraint;
  unsigned status;
  const char* field;
  const char* english;
  const char* russian;
};

constexpr std::array kMeanings{
    Meaning{"genre_name_key", 409, "name", "There is a genre of this name already.",
            "Жанр с таким названием уже есть."},
    Meaning{"film_work_rating_check", 422, "rating", "This must be a number from 0 to 10.", "Нужно число от 0 до 10."},
    Meaning{"film_work_type_check", 422, "type", "This is movie or tv_show.", "Здесь может быть movie или tv_show."},
    Meaning{"film_work_pkey", 409, "id", "There is a film of this id already.", "Фильм с таким id уже есть."},
    Meaning{"genre_pkey", 409, "id", "There is a genre of this id already.", "Жанр с таким id уже есть."},
    Meaning{"person_pkey", 409, "id", "There is a person of this id already.", "Персона с таким id уже есть."},
};

bool LooksAt(const std::string& path, std::string_view what) {
  if (what == "genre") return path.find("genres") != std::string::npos;
  for (const auto* list : {"actors", "directors", "writers", "people"}) {
    if (path.find(list) != std::string::npos) return true;
  }
  return false;
}

// Every id in the lists of `body` that name a genre or a person, with its path.
void Collect(const Json& body, const std::string& path, std::string_view what,
             std::vector<std::pair<std::string, std::string>>& found) {
  if (body.is_string()) {
    const std::string& text = body.get_ref<const std::string&>();
    if (http::IsUuid(text) && LooksAt(path, what)) found.emplace_back(path, cdc::Lower(text));
  } else if (body.is_structured()) {
    const std::string prefix = path.empty() ? "" : path + "/";
    if (body.is_array()) {
      for (std::size_t i = 0; i < body.size(); ++i) Collect(body[i], prefix + std::to_string(i), what, found);
    } else {
      for (const auto& [name, value] : body.items()) Collect(value, prefix + name, what, found);
    }
  }
}

http::Refusal Invalid(unsigned status, const http::Call& call, std::vector<http::FieldError> errors) {
  http::Refusal refusal(
      status, http::Text(call.language, "This cannot be saved as it is.", "Так сохранить нельзя."),
      http::Text(call.language, "Mend the fields named in errors.", "Исправьте поля, названные в errors."));
  refusal.With(std::move(errors));
  return refusal;
}

// Links to something that is not there (any more).
http::Refusal Unlinked(const http::Call& call, const Json& body, const std::string& what) {
  std::vector<std::pair<std::string, std::string>> named;
  Collect(body, "", what, named);
  std::vector<std::string> ids;
  for (const auto& [path, id] : named) ids.push_back(id);
  const auto rows = call.worker->edits.Query(sql::kUnknownLinks, {what, cdc::pg::ArrayLiteral(ids)}, call.stop);
  std::vector<http::FieldError> errors;
  for (const auto& [path, id] : named) {
    for (int row = 0; row < rows.size(); ++row) {
      if (rows.Text(row, 0) != id) continue;
      errors.push_back({path, what == "genre"
                                  ? http::Text(call.language, "There is no such genre.", "Такого жанра нет.")
                                  : http::Text(call.language, "There is no such person.", "Такой персоны нет.")});
    }
  }
  return Invalid(422, call, std::move(errors));
}

}  // namespace

http::Refusal RefusalOf(const cdc::pg::SqlError& error, const http::Call& call, const Json& body) {
  const auto& constraint = error.violation().constraint;
  for (const auto& meaning : kMeanings) {
    if (meaning.constraint != constraint) continue;
    return Invalid(meaning.status, call,
                   {{meaning.field, http::Text(call.language, meaning.english, meaning.russian)}});
  }
  if (constraint == "genre_film_work_genre_id_fkey") return Unlinked(call, body, "genre");
  if (constraint == "person_film_work_person_id_fkey") return Unlinked(call, body, "person");
  if (error.sqlstate() == "23502" && !error.violation().column.empty()) {
    return Invalid(422, call,
                   {{error.violation().column,
                     http::Text(call.language, "This must not be empty.", "Это поле нужно заполнить.")}});
  }
  // A constraint that an operator added: its name is all that is known of it.
  if (error.sqlstate().starts_with("23")) {
    return http::Refusal(422,
                         fmt::format(fmt::runtime(http::Text(call.language, "The rule {} of the database refuses this.",
                                                             "Это запрещает правило {} базы данных.")),
                                     constraint));
  }
  throw error;
}

}  // namespace admin::catalogue
