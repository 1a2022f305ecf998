// What a genre is to the editing API.
#include "admin/server/catalogue/entity.h"
#include "admin/server/catalogue/texts.h"
#include "admin/server/sql.h"

namespace admin::catalogue {
namespace {

using Type = http::Parameter::Type;

Json Wanted(const Json& body, Language language, std::vector<http::FieldError>& errors) {
  FieldCheck check(language, errors);
  return {{"name", check.Text(body, "name", true)}, {"description", check.Text(body, "description", false)}};
}

}  // namespace

const Entity& Genres() {
  static const Entity kGenres{
      .name = "genre",
      .plural = "genres",
      .table = "content.genre",
      .caption = "name",
      .search = "e.name",
      .words = "to_tsvector('pg_catalog.russian', left(e.description, 100000))",
      .records = sql::kGenreRecords,
      .save = sql::kGenresSave,
      .export_row = "id,name,description,version",
      .sorts = {{"name", "e.name"}, {"created", "e.created"}, {"modified", "e.modified"}, {"id", "e.id"}},
      .default_sort = "name",
      .filters = {{{.name = "id", .type = Type::kUuid, .description = "Only these.", .repeated = true},
                   "e.id = ANY ($?::uuid[])"},
                  {{.name = "film", .type = Type::kUuid, .description = "Those of these films.", .repeated = true},
                   "EXISTS (SELECT FROM content.genre_film_work AS l WHERE l.genre_id = e.id AND l.film_work_id = ANY "
                   "($?::uuid[]))"},
                  {{.name = "missing",
                    .type = Type::kWord,
                    .description = "Without any of this.",
                    .words = {"description", "films"},
                    .repeated = true},
                   "('description' <> ALL ($?::text[]) OR coalesce(e.description, '') = '') AND "
                   "('films' <> ALL ($?::text[]) OR NOT EXISTS "
                   "(SELECT FROM content.genre_film_work AS l WHERE l.genre_id = e.id))"}},
      .unknown = {"There is no such genre.", "Такого жанра нет."},
      .wanted = Wanted};
  return kGenres;
}

}  // namespace admin::catalogue
