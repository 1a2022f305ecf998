// What clients do to the film catalogue, statement by statement.
#include <algorithm>

#include "tests/support/workload.h"

namespace cdc::test {
namespace {

// Rows are chosen by a hash with a salt: any client can pick one without knowing what is there.
class Picker {
 public:
  explicit Picker(Random& random) : random_(random) {}
  std::string Salt() { return "'" + std::to_string(random_()) + "'"; }
  std::string One(const std::string& table) { return Some(table, 1); }
  std::string Some(const std::string& table, int count) {
    return "SELECT id FROM content." + table + " ORDER BY md5(id::text || " + Salt() + ") LIMIT " +
           std::to_string(count);
  }
  std::string Role() {
    static constexpr const char* kRoles[] = {"'actor'", "'director'", "'writer'"};
    return kRoles[Roll(random_, 3)];
  }

 private:
  Random& random_;
};

std::string Series(int count) { return "generate_series(1, " + std::to_string(count) + ") AS i"; }

std::string NewFilms(Random& random, int large) {
  Picker pick(random);
  const std::string salt = pick.Salt();
  const std::string genres =
      "SELECT id AS genre_id FROM content.genre ORDER BY md5(id::text || film.id::text || " + salt + ") LIMIT 2";
  const std::string people =
      "SELECT id AS person_id FROM content.person ORDER BY md5(id::text || film.id::text || " + salt + ") LIMIT 2";
  const int count = Size(random, large);
  std::string sql =
      "WITH film AS (INSERT INTO content.film_work (title, description, rating, type) "
      "SELECT 'new ' || i || ' ' || " +
      salt + ", repeat('many words ', i % 400), i % 11, 'movie' FROM " + Series(count) + " RETURNING id)";
  if (count > 50) return sql + " SELECT count(*) FROM film";
  return sql +
         ", g AS (INSERT INTO content.genre_film_work (film_work_id, genre_id) SELECT film.id, genre_id FROM film, "
         "LATERAL (" +
         genres +
         ") AS x) INSERT INTO content.person_film_work (film_work_id, person_id, role) SELECT film.id, person_id, " +
         pick.Role() + " FROM film, LATERAL (" + people + ") AS y";
}

std::string EditFilms(Random& random, int large) {
  Picker pick(random);
  static constexpr const char* kEdits[] = {"title = left(title, 40) || ' ' || left(md5(id::text || ",
                                           "description = repeat('long ', 900) || left(md5(title || ",
                                           "description = nullif(left(md5(title || "};
  const std::string some = " WHERE id IN (" + pick.Some("film_work", Size(random, large)) + ")";
  switch (Roll(random, 5)) {
    case 0:
      return "UPDATE content.film_work SET rating = " + std::to_string(Roll(random, 101)) + " / 10.0::float8" + some;
    case 1:
      return "UPDATE content.film_work SET modified = now(), file_path = " + pick.Salt() +
             some;  // no document reads these
    case 2:
      return "UPDATE content.film_work SET type = CASE type WHEN 'movie' THEN 'tv_show' ELSE 'movie' END, "
             "creation_date = CASE WHEN "
             "creation_date IS NULL THEN date '1999-12-31' END" +
             some;
    default: {
      const auto edit = Roll(random, 3);
      return std::string("UPDATE content.film_work SET ") + kEdits[edit] + pick.Salt() + "), 9)" +
             (edit == 2 ? ", 'x')" : "") + some;
    }
  }
}

// Large catalogues shrink again, small ones keep what they have.
std::string DeleteSome(Random& random, int large) {
  Picker pick(random);
  static constexpr const char* kTables[] = {"film_work", "film_work",       "genre",
                                            "person",    "genre_film_work", "person_film_work"};
  const std::string table = kTables[Roll(random, 6)];
  if (table == "film_work" && Chance(random, 50)) {
    return "DELETE FROM content.film_work WHERE id IN (SELECT id FROM content.film_work ORDER BY md5(id::text || " +
           pick.Salt() + ") OFFSET 60 LIMIT " + std::to_string(Size(random, large)) + ")";
  }
  return "DELETE FROM content." + table + " WHERE id IN (" + pick.Some(table, Size(random, 3)) + ")";
}

std::string Names(Random& random, int large) {
  Picker pick(random);
  const std::string salt = pick.Salt();
  switch (Roll(random, 5)) {
    case 0: return "INSERT INTO content.genre (name, description) VALUES ('genre ' || " + salt + ", NULL)";
    case 1: return "UPDATE content.genre SET name = 'renamed ' || " + salt + " WHERE id IN (" + pick.One("genre") + ")";
    case 2:
      return "UPDATE content.genre SET description = " + salt + " WHERE id IN (" +
             pick.Some("genre", Size(random, 20)) + ")";
    case 3:
      return "INSERT INTO content.person (full_name) SELECT 'person ' || i || ' ' || " + salt + " FROM " +
             Series(Size(random, large / 10 + 1));
    default:
      return "UPDATE content.person SET full_name = left(full_name, 30) || ' ' || left(md5(" + salt +
             "), 5) WHERE id IN (" + pick.Some("person", Size(random, large)) + ")";
  }
}

std::string Links(Random& random, int large) {
  Picker pick(random);
  const std::string count = std::to_string(Size(random, std::min(large, 500)));
  if (Chance(random, 40)) {
    return "INSERT INTO content.genre_film_work (film_work_id, genre_id) SELECT f.id, g.id FROM content.film_work f, "
           "content.genre g "
           "ORDER BY md5(f.id::text || g.id::text || " +
           pick.Salt() + ") LIMIT " + count + " ON CONFLICT DO NOTHING";
  }
  return "INSERT INTO content.person_film_work (film_work_id, person_id, role) SELECT f.id, p.id, " + pick.Role() +
         " FROM (" + pick.Some("film_work", 40) + ") f, (" + pick.Some("person", 40) +
         ") p ORDER BY md5(f.id::text || p.id::text || " + pick.Salt() + ") LIMIT " + count + " ON CONFLICT DO NOTHING";
}

std::string Moves(Random& random, int) {
  Picker pick(random);
  const std::string person_link = " WHERE id IN (" + pick.Some("person_film_work", Size(random, 5)) + ")";
  const std::string genre_link = " WHERE id IN (" + pick.Some("genre_film_work", Size(random, 5)) + ")";
  switch (Roll(random, 6)) {
    case 0: return "UPDATE content.person_film_work SET film_work_id = (" + pick.One("film_work") + ")" + person_link;
    case 1: return "UPDATE content.person_film_work SET person_id = (" + pick.One("person") + ")" + person_link;
    case 2: return "UPDATE content.person_film_work SET role = " + pick.Role() + person_link;
    case 3: return "UPDATE content.genre_film_work SET film_work_id = (" + pick.One("film_work") + ")" + genre_link;
    case 4: return "UPDATE content.genre_film_work SET genre_id = (" + pick.One("genre") + ")" + genre_link;
    default: return "UPDATE content.genre_film_work SET id = gen_random_uuid()" + genre_link;
  }
}

// A new key for a row that others refer to: a copy, the children moved over, the old row deleted.
std::string Rekey(Random& random, int) {
  Picker pick(random);
  const std::string key = "md5(" + pick.Salt() + ")::uuid";
  if (Chance(random, 30))
    return "UPDATE content.film_work SET id = " + key + " WHERE id IN (" + pick.One("film_work") +
           ") AND NOT EXISTS (SELECT FROM content.genre_film_work l WHERE l.film_work_id = film_work.id) AND NOT "
           "EXISTS "
           "(SELECT FROM content.person_film_work l WHERE l.film_work_id = film_work.id)";
  // DO sees one row; whoever changes it meanwhile makes it a refusal or a cascade, both fine.
  const std::string begin = "DO $$ DECLARE old uuid; fresh uuid := " + key + "; BEGIN ";
  if (Chance(random, 50)) {
    return begin + "old := (" + pick.One("film_work") +
           "); INSERT INTO content.film_work (id, title, description, rating, type) SELECT fresh, "
           "title, description, rating, type FROM content.film_work WHERE id = old; UPDATE content.genre_film_work SET "
           "film_work_id = fresh "
           "WHERE film_work_id = old; UPDATE content.person_film_work SET film_work_id = fresh WHERE film_work_id = "
           "old; "
           "DELETE FROM content.film_work WHERE id = old; END $$";
  }
  return begin + "old := (" + pick.One("person") +
         "); INSERT INTO content.person (id, full_name) SELECT fresh, full_name FROM content.person "
         "WHERE id = old; UPDATE content.person_film_work SET person_id = fresh WHERE person_id = old; DELETE FROM "
         "content.person WHERE id = old; END $$";
}

// Deleted and made again under the same key, in one transaction; inserted and deleted again.
std::string Again(Random& random, int) {
  Picker pick(random);
  if (Chance(random, 50)) {
    const std::string id = "md5(" + pick.Salt() + ")::uuid";
    return "INSERT INTO content.film_work (id, title, type) VALUES (" + id +
           ", 'short life', 'movie'); DELETE FROM content.film_work WHERE id = " + id;
  }
  return "DO $$ DECLARE f content.film_work; BEGIN DELETE FROM content.film_work WHERE id IN (" +
         pick.One("film_work") +
         ") RETURNING * INTO f; IF f.id IS NOT NULL THEN f.title := left(f.title, 40) || ' again'; INSERT INTO "
         "content.film_work SELECT f.*; END IF; END $$";
}

// All rows go and a part of them returns, in one transaction.
std::string Truncate(Random& random, int) {
  static constexpr const char* kTables[] = {"genre_film_work", "person_film_work", "film_work", "person", "genre"};
  const std::string table = kTables[Roll(random, Chance(random, 25) ? 5 : 2)];
  return "DO $$ DECLARE rows content." + table +
         "[]; BEGIN SELECT array_agg(t) INTO rows FROM (SELECT * FROM content." + table + " LIMIT " +
         std::to_string(Size(random, 200)) + ") AS t; TRUNCATE content." + table + " CASCADE; INSERT INTO content." +
         table + " SELECT (unnest(rows)).*; END $$";
}

}  // namespace

std::string ManyFilms(std::uint64_t seed) {
  const std::string name = "'many " + std::to_string(seed) + " '";
  const std::string films = "(SELECT id FROM content.film_work WHERE starts_with(title, " + name + ")) AS f, ";
  const std::string mixed = " ORDER BY md5(f.id::text || o.id::text) LIMIT 2000;";
  return "INSERT INTO content.genre (name) SELECT " + name + " || i FROM " + Series(20) +
         "; INSERT INTO content.person (full_name) SELECT " + name + " || i FROM " + Series(80) +
         "; INSERT INTO content.film_work (title, type) SELECT " + name + " || i, 'movie' FROM " + Series(900) +
         "; INSERT INTO content.genre_film_work (film_work_id, genre_id) SELECT f.id, o.id FROM " + films +
         "(SELECT id FROM content.genre WHERE starts_with(name, " + name + ")) AS o" + mixed +
         " INSERT INTO content.person_film_work (film_work_id, person_id, role) SELECT f.id, o.id, 'actor' FROM " +
         films + "(SELECT id FROM content.person WHERE starts_with(full_name, " + name + ")) AS o" + mixed;
}

std::string FilmChange(Random& random, int large) {
  struct Choice {
    int weight;
    std::string (*make)(Random&, int);
  };
  static constexpr Choice kChoices[] = {{14, NewFilms}, {22, EditFilms}, {12, DeleteSome}, {14, Names},  {14, Links},
                                        {14, Moves},    {6, Rekey},      {6, Again},       {1, Truncate}};
  // Most statements are small; a large one now and then.
  const int rows = Chance(random, 4) ? large : 12;
  int weights = 0;
  for (const auto& choice : kChoices) weights += choice.weight;
  auto rolled = static_cast<int>(Roll(random, static_cast<std::uint64_t>(weights)));
  for (const auto& choice : kChoices) {
    if ((rolled -= choice.weight) < 0) return choice.make(random, rows);
  }
  return NewFilms(random, rows);
}

}  // namespace cdc::test
