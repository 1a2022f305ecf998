// Checks of single values that JSON Schema cannot say, with the sentences that refuse them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "admin/server/http/problem.h"

namespace admin::catalogue {

// Collects what is wrong with the fields of a body.
class FieldCheck {
 public:
  FieldCheck(Language language, std::vector<http::FieldError>& errors) : language_(language), errors_(errors) {}

  // What is of another type is refused: a body may come from a file, which no schema has checked.
  // The text of a member, or null; one that must be there must not be blank.
  Json Text(const Json& body, const char* field, bool required);
  Json Date(const Json& body, const char* field);
  Json Number(const Json& body, const char* field, double least, double most);
  // The ids of a list of {"id": …}, in its order; of a list that is left out none.
  std::vector<std::string> Ids(const Json& body, const char* field);
  void Refuse(std::string field, const char* english, const char* russian);

 private:
  const Language language_;
  std::vector<http::FieldError>& errors_;
};

// A random UUID (version 4).
std::string NewId();
// A UUID (version 8) that is the same for the same bytes, and another for others.
std::string IdFrom(std::string_view bytes);

}  // namespace admin::catalogue
