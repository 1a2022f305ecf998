// What a person is to the editing API.
#include "admin/server/catalogue/entity.h"
#include "admin/server/catalogue/texts.h"
#include "admin/server/sql.h"

namespace admin::catalogue {
namespace {

using Type = http::Parameter::Type;

Json Wanted(const Json& body, Language language, std::vector<http::FieldError>& errors) {
  FieldCheck check(language, errors);
  return {{"full_name", check.Text(body, "full_name", true)}};
}

}  // namespace

const Entity& Persons() {
  static const Entity kPersons{
      .name = "person",
      .plural = "persons",
      .table = "content.person",
      .caption = "full_name",
      .search = "e.full_name",
      .words = "",
      .records = sql::kPersonRecords,
      .save = sql::kPersonsSave,
      .export_row = "id,full_name,version",
      .sorts = {{"full_name", "e.full_name"}, {"created", "e.created"}, {"modified", "e.modified"}, {"id", "e.id"}},
      .default_sort = "full_name",
      .filters = {{{.name = "id", .type = Type::kUuid, .description = "Only these.", .repeated = true},
                   "e.id = ANY ($?::uuid[])"},
                  {{.name = "film", .type = Type::kUuid, .description = "Those of these films.", .repeated = true},
                   "EXISTS (SELECT FROM content.person_film_work AS l WHERE l.person_id = e.id AND l.film_work_id = "
                   "ANY ($?::uuid[]))"},
                  {{.name = "role",
                    .type = Type::kWord,
                    .description = "Who has one of these roles in any film.",
                    .words = {"actor", "director", "writer"},
                    .repeated = true},
                   "EXISTS (SELECT FROM content.person_film_work AS l WHERE l.person_id = e.id AND l.role = ANY "
                   "($?::text[]))"},
                  {{.name = "missing",
                    .type = Type::kWord,
                    .description = "Without any film.",
                    .words = {"films"},
                    .repeated = true},
                   "('films' <> ALL ($?::text[]) OR NOT EXISTS "
                   "(SELECT FROM content.person_film_work AS l WHERE l.person_id = e.id))"}},
      .unknown = {"There is no such person.", "Такой персоны нет."},
      .wanted = Wanted};
  return kPersons;
}

}  // namespace admin::catalogue
