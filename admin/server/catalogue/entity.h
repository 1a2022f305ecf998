// What films, genres and people differ in, as data: lists, reads, saves and the history of all three are one code.
#pragma once

#include <array>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "admin/server/http/problem.h"
#include "admin/server/http/route.h"

namespace admin::catalogue {

// What a list may be sorted by: `expression` over the alias e of the table.
struct SortKey {
  std::string_view name;
  std::string_view expression;
};

// A parameter of lists and the condition it stands for, over the alias e; "$?" is its value, of a repeated one the
// array of its values.
struct Filter {
  http::Parameter parameter;
  std::string_view condition;
};

// The texts of a refusal, in English and Russian.
struct Words {
  const char* english;
  const char* russian;
  std::string In(Language language) const { return Text(language, english, russian); }

 private:
  static const char* Text(Language language, const char* english, const char* russian) {
    return http::Text(language, english, russian);
  }
};

struct Entity {
  std::string_view name;     // "film": of schemas, routes and the history
  std::string_view plural;   // "films": of paths
  std::string_view table;    // "content.film_work"
  std::string_view caption;  // the member of a record that people know it by
  std::string search;        // the column of names that `q` looks into
  std::string words;         // tsvector: the words that it looks into besides; "" where there are none
  std::string records;       // SQL: id, state and record of the rows of `page`
  std::string save;          // SQL: makes rows what $1 says
  std::string export_row;    // members of the columns of a CSV file, separated by commas
  std::vector<SortKey> sorts;
  std::string_view default_sort;
  std::vector<Filter> filters;
  Words unknown;  // "There is no such film."
  // From a body that its schema allows (or a record of ours) to what `save` takes, but for the id. What is wrong with
  // it goes to `errors`.
  std::function<Json(const Json& body, Language language, std::vector<http::FieldError>& errors)> wanted;
};

const Entity& Films();
const Entity& Genres();
const Entity& Persons();
std::array<const Entity*, 3> Entities();

// `statement` with the entity's table in place of "{table}".
std::string On(const Entity& entity, std::string statement);
// `text` with every `word` replaced.
std::string Replace(std::string text, std::string_view word, std::string_view by);

}  // namespace admin::catalogue
