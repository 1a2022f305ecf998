#include "admin/server/catalogue/entity.h"

namespace admin::catalogue {

std::array<const Entity*, 3> Entities() { return {&Films(), &Genres(), &Persons()}; }

std::string Replace(std::string text, std::string_view word, std::string_view by) {
  for (std::size_t at = text.find(word); at != std::string::npos; at = text.find(word, at + by.size())) {
    text.replace(at, word.size(), by);
  }
  return text;
}

std::string On(const Entity& entity, std::string statement) {
  return Replace(std::move(statement), "{table}", entity.table);
}

}  // namespace admin::catalogue
