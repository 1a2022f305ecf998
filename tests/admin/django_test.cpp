// Clients of the panels that are replaced notice nothing: the same requests to a panel made with Django, on the same
// database, are answered alike, field by field.
#include "tests/admin/public.h"

namespace cdc::test {
namespace {

using nlohmann::json;

class Django : public Public {
 protected:
  explicit Django(int films = 120) : Public(films) {}

  // What the panel answers to each target: {"status", "body"}.
  std::vector<json> AskPanel(const std::vector<std::string>& targets) {
    const auto panel = SourceRoot() / "tests/bench/django";
    const std::string place = Environment("WALCAST_DJANGO");
    const auto installed =
        RunToEnd({(SourceRoot() / "tests/support/venv.sh").string(), (panel / "requirements.txt").string(), place}, {},
                 std::chrono::seconds(240));
    if (installed.exit != 0) throw std::runtime_error("Django cannot be installed: " + installed.output);
    std::string lines;
    for (const auto& target : targets) lines += target + "\n";
    const auto asked = RunToEnd({place + "/venv/bin/python", "-W", "ignore", (panel / "answers.py").string(),
                                 scratch_.Write("targets", lines).string()},
                                {{"PANEL_DSN", database_.Dsn()}});
    if (asked.exit != 0) throw std::runtime_error("the panel does not answer: " + asked.output);
    std::vector<json> answers;
    std::istringstream output(asked.output);
    for (std::string line; std::getline(output, line);) {
      if (line.starts_with('{')) answers.push_back(json::parse(line));
    }
    return answers;
  }

  void ExpectAlike(const std::vector<std::string>& targets) {
    const auto answers = AskPanel(targets);
    ASSERT_EQ(answers.size(), targets.size());
    for (std::size_t i = 0; i < targets.size(); ++i) {
      const auto reply = Get(targets[i]);
      EXPECT_EQ(reply.status, answers[i].at("status")) << targets[i];
      if (reply.status != 200) continue;
      // Python's json tells 7.0 from 7, so the texts of numbers are compared, too.
      EXPECT_EQ(reply.Json().dump(), answers[i].at("body").dump()) << targets[i];
    }
  }

  Scratch scratch_;
};

TEST_F(Django, EveryPageIsAnsweredAlike) {
  std::vector<std::string> targets{"/api/v1/movies/", "/api/v1/movies"};
  for (const auto* page :
       {"1",        "2",       "3",        "4",       "0",   "-1", "last", "LAST", "abc", "",
        "1.0",      "%2B2",    "+2",       "%202%20", "0_2", "2_", "002",  "0x1",  "1e0", "99999999999999999999",
        "2&page=3", "2&page=", "2&other=1"}) {
    targets.push_back(std::string("/api/v1/movies/?page=") + page);
  }
  ExpectAlike(targets);
}

TEST_F(Django, EveryFilmIsAnsweredAlike) {
  database_.Exec(
      "INSERT INTO content.film_work (title, type, rating, description) VALUES "
      "('', 'movie', 0, ''), (E'quotes \" \\\\ / \\t\\n\\u0001 <b>', 'tv_show', 10, E'\\U0001F3AC'), ('x', 'movie', "
      "7.123456789012345, NULL);"
      "INSERT INTO content.person_film_work (film_work_id, person_id, role) "
      "SELECT f.id, p.id, role FROM content.film_work AS f, (SELECT id FROM content.person ORDER BY id LIMIT 7) AS p, "
      "unnest(ARRAY['actor', 'writer', 'director']) AS role WHERE f.title = 'x'");
  std::vector<std::string> targets;
  for (const auto& row : database_.Table("SELECT id FROM content.film_work"))
    targets.push_back("/api/v1/movies/" + row[0] + "/");
  const auto one =
      database_.Table("SELECT id, upper(id::text), replace(id::text, '-', '') FROM content.film_work LIMIT 1")[0];
  targets.insert(targets.end(),
                 {"/api/v1/movies/" + one[0], "/api/v1/movies/" + one[1] + "/", "/api/v1/movies/" + one[2] + "/",
                  "/api/v1/movies/00000000-0000-4000-8000-000000000000/", "/api/v1/movies/abc/",
                  "/api/v1/movies/" + one[0] + "/?page=9"});
  ExpectAlike(targets);
}

class EmptyDjango : public Django {
 protected:
  EmptyDjango() : Django(0) {}
};

TEST_F(EmptyDjango, AnEmptyCatalogueIsOnePage) {
  ExpectAlike({"/api/v1/movies/", "/api/v1/movies/?page=1", "/api/v1/movies/?page=last", "/api/v1/movies/?page=2",
               "/api/v1/movies/?page=0"});
}

}  // namespace
}  // namespace cdc::test
