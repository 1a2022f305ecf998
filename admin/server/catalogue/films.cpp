// What a film is to the editing API.
#include <algorithm>

#include "admin/server/catalogue/entity.h"
#include "admin/server/catalogue/texts.h"
#include "admin/server/sql.h"

namespace admin::catalogue {
namespace {

using Type = http::Parameter::Type;

constexpr std::pair<const char*, const char*> kRoles[] = {
    {"actors", "actor"}, {"directors", "director"}, {"writers", "writer"}};

Json Wanted(const Json& body, Language language, std::vector<http::FieldError>& errors) {
  FieldCheck check(language, errors);
  auto genres = check.Ids(body, "genres");
  std::ranges::sort(genres);  // a set: another order of them is no change
  Json film{{"title", check.Text(body, "title", true)},
            {"description", check.Text(body, "description", false)},
            {"creation_date", check.Date(body, "creation_date")},
            {"certificate", check.Text(body, "certificate", false)},
            {"file_path", check.Text(body, "file_path", false)},
            {"rating", check.Number(body, "rating", 0, 10)},
            {"type", check.Text(body, "type", true)},
            {"genres", std::move(genres)}};
  if (film["type"].is_string() && film["type"] != "movie" && film["type"] != "tv_show") {
    check.Refuse("type", "This is movie or tv_show.", "Здесь может быть movie или tv_show.");
  }
  Json people = Json::array();
  for (const auto& [list, role] : kRoles) {
    for (auto& id : check.Ids(body, list)) people.push_back({{"id", std::move(id)}, {"role", role}});
  }
  film["people"] = std::move(people);
  return film;
}

std::vector<Filter> Filters() {
  const auto having = [](const char* name, const char* condition, const char* text) {
    return Filter{{.name = name, .type = Type::kUuid, .description = text, .repeated = true}, condition};
  };
  return {
      having("id", "e.id = ANY ($?::uuid[])", "Only these."),
      {{.name = "type",
        .type = Type::kWord,
        .description = "Of this type.",
        .words = {"movie", "tv_show"},
        .repeated = true},
       "e.type = ANY ($?::text[])"},
      having("genre",
             "EXISTS (SELECT FROM content.genre_film_work AS l WHERE l.film_work_id = e.id AND l.genre_id = ANY "
             "($?::uuid[]))",
             "Of one of these genres."),
      having("person",
             "EXISTS (SELECT FROM content.person_film_work AS l WHERE l.film_work_id = e.id AND l.person_id = ANY "
             "($?::uuid[]))",
             "With one of these people, whatever they did."),
      having("director",
             "EXISTS (SELECT FROM content.person_film_work AS l WHERE l.film_work_id = e.id AND l.role = 'director' "
             "AND l.person_id = ANY ($?::uuid[]))",
             "Directed by one of these people."),
      {{.name = "rating_gte", .type = Type::kNumber, .description = "Rated at least this.", .most = 10},
       "e.rating >= $?::float8"},
      {{.name = "rating_lte", .type = Type::kNumber, .description = "Rated at most this.", .most = 10},
       "e.rating <= $?::float8"},
      {{.name = "creation_date_gte", .type = Type::kDate, .description = "Made on this day or later."},
       "e.creation_date >= $?::date"},
      {{.name = "creation_date_lte", .type = Type::kDate, .description = "Made on this day or earlier."},
       "e.creation_date <= $?::date"},
      {{.name = "year", .type = Type::kInteger, .description = "Made in this year.", .least = 1, .most = 9999},
       "e.creation_date BETWEEN make_date($?::int, 1, 1) AND make_date($?::int, 12, 31)"},
      {{.name = "month", .type = Type::kInteger, .description = "Made in this month.", .least = 1, .most = 12},
       "extract(month FROM e.creation_date) = $?::int"},
      {{.name = "day", .type = Type::kInteger, .description = "Made on this day of a month.", .least = 1, .most = 31},
       "extract(day FROM e.creation_date) = $?::int"},
      {{.name = "modified_gte", .type = Type::kDate, .description = "Changed on this day (UTC) or later."},
       "e.modified >= $?::date"},
      {{.name = "missing",
        .type = Type::kWord,
        .description = "Without any of this.",
        .words = {"description", "rating", "creation_date", "genres", "people"},
        .repeated = true},
       "('description' <> ALL ($?::text[]) OR coalesce(e.description, '') = '') AND "
       "('rating' <> ALL ($?::text[]) OR e.rating IS NULL) AND "
       "('creation_date' <> ALL ($?::text[]) OR e.creation_date IS NULL) AND "
       "('genres' <> ALL ($?::text[]) OR NOT EXISTS "
       "(SELECT FROM content.genre_film_work AS l WHERE l.film_work_id = e.id)) AND "
       "('people' <> ALL ($?::text[]) OR NOT EXISTS "
       "(SELECT FROM content.person_film_work AS l WHERE l.film_work_id = e.id))"},
  };
}

}  // namespace

const Entity& Films() {
  static const Entity kFilms{
      .name = "film",
      .plural = "films",
      .table = "content.film_work",
      .caption = "title",
      .search = "e.title",
      .words = "to_tsvector('pg_catalog.russian', left(e.description, 100000))",
      .records = sql::kFilmRecords,
      .save = sql::kFilmsSave,
      .export_row =
          "id,title,description,creation_date,certificate,file_path,rating,type,genres,actors,directors,writers,"
          "version",
      .sorts = {{"title", "e.title"},
                {"creation_date", "e.creation_date"},
                {"rating", "e.rating"},
                {"type", "e.type"},
                {"created", "e.created"},
                {"modified", "e.modified"},
                {"id", "e.id"}},
      .default_sort = "title",
      .filters = Filters(),
      .unknown = {"There is no such film.", "Такого фильма нет."},
      .wanted = Wanted};
  return kFilms;
}

}  // namespace admin::catalogue
