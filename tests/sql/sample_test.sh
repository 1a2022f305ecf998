#!/usr/bin/env bash
# The sample catalogue: the same on every run, plausible, and of the size that the benchmarks assume.
# shellcheck source=tests/sql/lib.sh
. "$(dirname -- "$0")/lib.sh"
one='' two=''                  # set by new_database
load() { run_file "$1" "$ROOT/sql/sample/catalogue.sql" -v films="$2"; }
digest() {
  local table
  for table in film_work genre person genre_film_work person_film_work; do
    run_sql "$1" "SELECT count(*) || ' ' || md5(string_agg(t::text, E'\n' ORDER BY id)) FROM content.$table AS t"
  done | paste -sd' '
}
new_database one; new_database two
for dsn in "$one" "$two"; do "$ROOT/sql/migrate" --dsn "$dsn" up >/dev/null; done

run_file "$one" "$ROOT/sql/sample/catalogue.sql"
thousand=$(digest "$one")
expect_equal "1,000 films is the default" 1000 "$(run_sql "$one" "SELECT count(*) FROM content.film_work")"
load "$two" 300
load "$two" 1000
expect_equal "another database has the same rows, though loaded in two steps" "$thousand" "$(digest "$two")"
run_sql "$two" "CREATE TABLE seen AS SELECT ctid::text || xmin::text AS at FROM content.person_film_work"
load "$two" 1000
expect_equal "a second run changes nothing" "$thousand" "$(digest "$two")"
expect_equal "nor writes a row anew" 0 "$(run_sql "$two" "SELECT count(*) FROM content.person_film_work WHERE ctid::text || xmin::text NOT IN (SELECT at FROM seen)")"
expect_exit "a number that is none is refused" 3 load "$two" many
expect_equal "and leaves all as it was" "$thousand" "$(digest "$two")"

run_sql "$two" "DELETE FROM content.film_work; UPDATE content.genre SET id = gen_random_uuid() WHERE name = 'Drama'"
expect_exit "a genre that somebody else made is used" 0 load "$two" 100

run_sql "$one" "CREATE VIEW movies AS $(document movies)"
while IFS='|' read -r sentence condition; do
  expect_equal "$sentence" t "$(run_sql "$one" "SELECT $condition")"
done <<'LIST'
some films have no description|(SELECT count(*) FILTER (WHERE description IS NULL) FROM content.film_work AS f) BETWEEN 50 AND 250
some films have no rating|(SELECT count(*) FILTER (WHERE rating IS NULL) FROM content.film_work AS f) BETWEEN 30 AND 200
some films have no date|(SELECT count(*) FILTER (WHERE creation_date IS NULL) FROM content.film_work AS f) BETWEEN 20 AND 150
some films have nobody|(SELECT count(*) FILTER (WHERE NOT EXISTS (SELECT FROM content.person_film_work WHERE film_work_id = f.id)) FROM content.film_work AS f) BETWEEN 10 AND 100
some films have no genre|(SELECT count(*) FILTER (WHERE NOT EXISTS (SELECT FROM content.genre_film_work WHERE film_work_id = f.id)) FROM content.film_work AS f) BETWEEN 10 AND 100
some are shows|(SELECT count(*) FILTER (WHERE type = 'tv_show') FROM content.film_work AS f) BETWEEN 50 AND 300
half are Russian|(SELECT count(*) FILTER (WHERE title ~ '[а-яА-Я]') FROM content.film_work AS f) BETWEEN 400 AND 600
no title mixes the alphabets|(SELECT count(*) FILTER (WHERE title ~ '[а-яА-Я]' AND title ~ '[a-zA-Z]') FROM content.film_work AS f) = 0
nothing is missing in a title|(SELECT count(*) FILTER (WHERE title ~ '^ |  | $' OR title = '') FROM content.film_work AS f) = 0
descriptions are a few sentences|(SELECT avg(length(description)) FROM content.film_work AS f) BETWEEN 150 AND 400
somebody has two roles in a film|EXISTS (SELECT FROM content.person_film_work GROUP BY film_work_id, person_id HAVING count(*) > 1)
some people share a name|EXISTS (SELECT FROM content.person GROUP BY full_name HAVING count(*) > 1)
a document has about 900 characters|(SELECT avg(length(row_to_json(d)::text)) FROM movies AS d) BETWEEN 750 AND 1100
LIST
echo "sample_test: all passed"
