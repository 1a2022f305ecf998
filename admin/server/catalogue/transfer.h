// Rows as they leave and enter: objects with the members of a record, lists as [{"id", "name"}]. In a CSV file an
// element of a list is "Name [id]"; on the way in the id alone or a name that is no one else's will do.
#pragma once

#include <string>
#include <vector>

#include "admin/server/catalogue/entity.h"

namespace admin::catalogue {

struct Fault {
  std::size_t row = 0;  // from 1, the head of a CSV file not counted
  std::string field;
  std::string message;
};

// The columns of the entity's files.
std::vector<std::string> Columns(const Entity& entity);
std::string HeadLine(const Entity& entity);
std::string LineOf(const Entity& entity, const Json& record);

// One object for each line, with the columns that the file has; empty cells are null. What cannot be read goes to
// `faults`. Throws Refusal(422) where the file as a whole cannot be read.
std::vector<Json> RowsOfCsv(const Entity& entity, std::string_view text, Language language, std::vector<Fault>& faults);

}  // namespace admin::catalogue
