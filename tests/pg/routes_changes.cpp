#include "tests/pg/routes_changes.h"

namespace cdc::test {
namespace {

using Lines = std::vector<std::string>;

Lines operator+(Lines some, const Lines& others) {
  some.insert(some.end(), others.begin(), others.end());
  return some;
}

// The routes by their names.
Lines MoviesOfFilm(const std::string& films) { return {"movies film_work(id): " + films}; }
Lines PersonsOfFilm(const std::string& films) { return {"persons film_work(id)?: " + films}; }
Lines MoviesOfGenre(const std::string& genres) { return {"movies genre(id)?: " + genres}; }
Lines GenresOfGenre(const std::string& genres) { return {"genres genre(id): " + genres}; }
Lines MoviesOfPerson(const std::string& persons) { return {"movies person(id)?: " + persons}; }
Lines PersonsOfPerson(const std::string& persons) { return {"persons person(id): " + persons}; }
Lines MoviesOfFilmGenre(const std::string& films) { return {"movies genre_film_work(film_work_id): " + films}; }
Lines GenresOfFilmGenre(const std::string& genres) { return {"genres genre_film_work(genre_id): " + genres}; }
Lines MoviesOfFilmPerson(const std::string& films) { return {"movies person_film_work(film_work_id): " + films}; }
Lines PersonsOfFilmPerson(const std::string& persons) { return {"persons person_film_work(person_id): " + persons}; }

std::string Set(const std::string& table, const std::string& id, const std::string& assignment) {
  return "UPDATE content." + table + " SET " + assignment + " WHERE id = $" + id + "$";
}

}  // namespace

void PrintTo(const ChangeCase& tried, std::ostream* out) { *out << tried.sql; }

const char* const kRows = R"(
TRUNCATE content.film_work, content.genre, content.person CASCADE;
INSERT INTO content.film_work (id, title, description, rating, type) VALUES
  ($f1$, 'one', 'first', 1, 'movie'), ($f2$, 'two', NULL, NULL, 'movie');
INSERT INTO content.genre (id, name) VALUES ($g1$, 'one'), ($g2$, 'two');
INSERT INTO content.person (id, full_name) VALUES ($p1$, 'one'), ($p2$, 'two');
INSERT INTO content.genre_film_work (id, film_work_id, genre_id) VALUES ($fg1$, $f1$, $g1$);
INSERT INTO content.person_film_work (id, film_work_id, person_id, role) VALUES ($fp1$, $f1$, $p1$, 'actor');
)";

std::vector<ChangeCase> ChangesOfFilms() {
  const Lines both = MoviesOfFilm("f1") + PersonsOfFilm("f1");
  std::vector<ChangeCase> cases{
      {"Insert", "INSERT INTO content.film_work (id, title, type) VALUES ($f3$, 'three', 'movie')",
       MoviesOfFilm("f3") + PersonsOfFilm("f3")},
      {"UpdateOfTitle", Set("film_work", "f1", "title = 'another'"), both},
      {"UpdateOfAllFilms", "UPDATE content.film_work SET title = title || '!'",
       MoviesOfFilm("f1 f2") + PersonsOfFilm("f1 f2")},
      {"UpdateOfTitleToItself", Set("film_work", "f1", "title = title"), {}, both},
      {"KeyChange", Set("film_work", "f2", "id = $f3$"), MoviesOfFilm("f2 f3") + PersonsOfFilm("f2 f3")},
      {"KeyChangeAndTitle", Set("film_work", "f2", "id = $f3$, title = 'another'"),
       MoviesOfFilm("f2 f3") + PersonsOfFilm("f2 f3")},
      {"Delete", "DELETE FROM content.film_work WHERE id = $f2$", MoviesOfFilm("f2") + PersonsOfFilm("f2")},
      {"DeleteWithItsLinks", "DELETE FROM content.film_work WHERE id = $f1$",
       both + MoviesOfFilmGenre("f1") + GenresOfFilmGenre("g1") + MoviesOfFilmPerson("f1") + PersonsOfFilmPerson("p1")},
      {"InsertedAndDeleted",
       "INSERT INTO content.film_work (id, title, type) VALUES ($f3$, 'three', 'movie');"
       "DELETE FROM content.film_work WHERE id = $f3$",
       MoviesOfFilm("f3") + PersonsOfFilm("f3")},
      {"TakenBackToASavepoint",
       "SAVEPOINT before; UPDATE content.film_work SET title = 'gone'; ROLLBACK TO before",
       {}},
      {"Truncate",
       "TRUNCATE content.film_work CASCADE",
       {},
       {},
       {"film_work", "genre_film_work", "person_film_work", "film_file"}},
  };
  for (const char* assignment : {"description = 'another'", "description = NULL", "creation_date = '1999-12-31'",
                                 "rating = 2", "type = 'tv_show'"}) {
    cases.push_back({"Update", Set("film_work", "f1", assignment), MoviesOfFilm("f1"), both});
  }
  for (const char* assignment : {"certificate = 'x'", "file_path = 'x'", "created = now() + interval '1 day'",
                                 "modified = now() + interval '1 day'"}) {
    cases.push_back({"UpdateOfWhatNoDocumentReads", Set("film_work", "f1", assignment), {}, both});
  }
  return cases;
}

std::vector<ChangeCase> ChangesOfGenres() {
  const Lines both = MoviesOfGenre("g1") + GenresOfGenre("g1");
  std::vector<ChangeCase> cases{
      {"Insert", "INSERT INTO content.genre (id, name) VALUES ($g3$, 'three')",
       MoviesOfGenre("g3") + GenresOfGenre("g3")},
      {"UpdateOfName", Set("genre", "g1", "name = 'another'"), both},
      {"UpdateOfDescription", Set("genre", "g1", "description = 'another'"), GenresOfGenre("g1"), both},
      {"KeyChange", Set("genre", "g2", "id = $g3$"), MoviesOfGenre("g2 g3") + GenresOfGenre("g2 g3")},
      {"Delete", "DELETE FROM content.genre WHERE id = $g2$", MoviesOfGenre("g2") + GenresOfGenre("g2")},
      {"DeleteWithItsLinks", "DELETE FROM content.genre WHERE id = $g1$",
       both + MoviesOfFilmGenre("f1") + GenresOfFilmGenre("g1")},
      {"Truncate", "TRUNCATE content.genre CASCADE", {}, {}, {"genre", "genre_film_work"}},
  };
  for (const char* assignment : {"created = now() + interval '1 day'", "modified = now() + interval '1 day'"}) {
    cases.push_back({"UpdateOfWhatNoDocumentReads", Set("genre", "g1", assignment), {}, both});
  }
  return cases;
}

std::vector<ChangeCase> ChangesOfPersons() {
  const Lines both = MoviesOfPerson("p1") + PersonsOfPerson("p1");
  std::vector<ChangeCase> cases{
      {"Insert", "INSERT INTO content.person (id, full_name) VALUES ($p3$, 'three')",
       MoviesOfPerson("p3") + PersonsOfPerson("p3")},
      {"UpdateOfFullName", Set("person", "p1", "full_name = 'another'"), both},
      {"KeyChange", Set("person", "p2", "id = $p3$"), MoviesOfPerson("p2 p3") + PersonsOfPerson("p2 p3")},
      {"Delete", "DELETE FROM content.person WHERE id = $p2$", MoviesOfPerson("p2") + PersonsOfPerson("p2")},
      {"DeleteWithItsLinks", "DELETE FROM content.person WHERE id = $p1$",
       both + MoviesOfFilmPerson("f1") + PersonsOfFilmPerson("p1")},
      {"Truncate", "TRUNCATE content.person CASCADE", {}, {}, {"person", "person_film_work"}},
  };
  for (const char* assignment : {"created = now() + interval '1 day'", "modified = now() + interval '1 day'"}) {
    cases.push_back({"UpdateOfWhatNoDocumentReads", Set("person", "p1", assignment), {}, both});
  }
  return cases;
}

std::vector<ChangeCase> ChangesOfFilmGenres() {
  const auto both = [](const std::string& films, const std::string& genres) {
    return MoviesOfFilmGenre(films) + GenresOfFilmGenre(genres);
  };
  return {
      {"Insert", "INSERT INTO content.genre_film_work (id, film_work_id, genre_id) VALUES ($fg2$, $f2$, $g2$)",
       both("f2", "g2")},
      // A count of films does not read which ones.
      {"MoveToAnotherFilm", Set("genre_film_work", "fg1", "film_work_id = $f2$"), MoviesOfFilmGenre("f1 f2")},
      {"MoveToAnotherGenre", Set("genre_film_work", "fg1", "genre_id = $g2$"), both("f1", "g1 g2")},
      {"MoveOfBothEnds", Set("genre_film_work", "fg1", "film_work_id = $f2$, genre_id = $g2$"), both("f1 f2", "g1 g2")},
      {"MoveThereAndBack",
       Set("genre_film_work", "fg1", "film_work_id = $f2$") + ";" +
           Set("genre_film_work", "fg1", "film_work_id = $f1$"),
       MoviesOfFilmGenre("f1 f2")},
      {"KeyChange", Set("genre_film_work", "fg1", "id = $fg2$"), {}},
      {"UpdateOfCreated", Set("genre_film_work", "fg1", "created = now() + interval '1 day'"), {}},
      {"Delete", "DELETE FROM content.genre_film_work WHERE id = $fg1$", both("f1", "g1")},
      {"Truncate", "TRUNCATE content.genre_film_work", {}, {}, {"genre_film_work"}},
      {"TruncateAndInsert",
       "TRUNCATE content.genre_film_work;"
       "INSERT INTO content.genre_film_work (id, film_work_id, genre_id) VALUES ($fg2$, $f2$, $g2$)",
       both("f2", "g2"),
       {},
       {"genre_film_work"}},
  };
}

std::vector<ChangeCase> ChangesOfFilmPersons() {
  const auto both = [](const std::string& films, const std::string& persons) {
    return MoviesOfFilmPerson(films) + PersonsOfFilmPerson(persons);
  };
  return {
      {"Insert",
       "INSERT INTO content.person_film_work (id, film_work_id, person_id, role) VALUES ($fp2$, $f2$, $p2$, 'writer')",
       both("f2", "p2")},
      {"MoveToAnotherFilm", Set("person_film_work", "fp1", "film_work_id = $f2$"), both("f1 f2", "p1")},
      {"MoveToAnotherPerson", Set("person_film_work", "fp1", "person_id = $p2$"), both("f1", "p1 p2")},
      {"MoveOfBothEnds", Set("person_film_work", "fp1", "film_work_id = $f2$, person_id = $p2$"),
       both("f1 f2", "p1 p2")},
      {"UpdateOfRole", Set("person_film_work", "fp1", "role = 'director'"), both("f1", "p1")},
      {"UpdateOfPosition", Set("person_film_work", "fp1", "position = 3"), MoviesOfFilmPerson("f1")},
      {"KeyChange", Set("person_film_work", "fp1", "id = $fp2$"), {}},
      {"UpdateOfCreated", Set("person_film_work", "fp1", "created = now() + interval '1 day'"), {}},
      {"Delete", "DELETE FROM content.person_film_work WHERE id = $fp1$", both("f1", "p1")},
      {"Truncate", "TRUNCATE content.person_film_work", {}, {}, {"person_film_work"}},
  };
}

}  // namespace cdc::test
