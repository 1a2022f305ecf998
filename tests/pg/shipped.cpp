#include "tests/pg/shipped.h"

#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>
#include <stdexcept>

#include "cdc/pg/planner.h"

namespace cdc::test {
namespace {

std::string ReadFile(const std::filesystem::path& path) {
  std::ifstream file(path);
  if (!file) throw std::runtime_error("cannot read " + path.string());
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

}  // namespace

Shipped::Shipped() {
  const std::filesystem::path sql = std::filesystem::path(Environment("WALCAST_SOURCE")) / "sql";
  std::set<std::filesystem::path> migrations;
  for (const auto& file : std::filesystem::directory_iterator(sql / "migrations")) {
    if (file.path().string().ends_with(".up.sql")) migrations.insert(file.path());
  }
  for (const auto& path : migrations) database.Exec(ReadFile(path));
  pg::Connection connection({.dsn = database.Dsn()});
  for (const std::string name : {"movies", "genres", "persons"}) {
    plans[name] = pg::MakePlan(
        connection,
        {.index = name, .sql = ReadFile(sql / "documents" / (name + ".sql")), .root = "", .key = "", .routes = {}});
  }
}

Shipped& TheShipped() {
  static Shipped shipped;
  return shipped;
}

}  // namespace cdc::test
