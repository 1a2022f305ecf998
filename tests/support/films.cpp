#include "tests/support/films.h"

#include <algorithm>
#include <stdexcept>

namespace cdc::test {

void LoadFilms(TestDatabase& database, int films) {
  std::vector<std::filesystem::path> migrations;
  for (const auto& entry : std::filesystem::directory_iterator(SourceRoot() / "sql/migrations")) {
    if (entry.path().string().ends_with(".up.sql")) migrations.push_back(entry.path());
  }
  std::ranges::sort(migrations);
  for (const auto& migration : migrations) database.Exec(ReadFile(migration));
  if (films == 0) return;
  const auto loaded = RunToEnd({"psql", "--no-psqlrc", "--quiet", "-v", "films=" + std::to_string(films), "-f",
                                (SourceRoot() / "sql/sample/catalogue.sql").string(), database.Dsn()});
  if (loaded.exit != 0) throw std::runtime_error("the sample catalogue cannot be loaded: " + loaded.output);
}

std::vector<SiteIndex> FilmIndices() {
  std::vector<SiteIndex> indices;
  for (const std::string name : {"movies", "genres", "persons"}) {
    Json definition = Json::parse(ReadFile(SourceRoot() / "config/indices" / (name + ".json")));
    definition["settings"]["index"]["refresh_interval"] = "-1";
    definition["settings"]["index"]["number_of_replicas"] = 0;
    definition["settings"]["index"].erase("auto_expand_replicas");
    indices.push_back({name, ReadFile(SourceRoot() / "sql/documents" / (name + ".sql")), definition, "", ""});
  }
  return indices;
}

}  // namespace cdc::test
