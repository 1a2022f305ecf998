#!/usr/bin/env bash
# The documents: hand-made rows against what their documents must be, the mappings, and the way the key is looked up.
# shellcheck source=tests/sql/lib.sh
. "$(dirname -- "$0")/lib.sh"
dsn=''                         # set by new_database
new_database dsn
"$ROOT/sql/migrate" --dsn "$dsn" up >/dev/null
run_sql "$dsn" "
INSERT INTO content.film_work (id, title, description, creation_date, rating, type) VALUES
  ('f0000000-0000-0000-0000-000000000001', 'Nobody''s \"Film\"', NULL, NULL, NULL, 'movie'),
  ('f0000000-0000-0000-0000-000000000002', 'Ёлка', E'two\nlines', '1999-12-31', 8.6, 'tv_show');
INSERT INTO content.genre (id, name, description) VALUES
  ('90000000-0000-0000-0000-000000000001', 'drama', 'sad'), ('90000000-0000-0000-0000-000000000002', 'Western', NULL),
  ('90000000-0000-0000-0000-000000000003', 'Драма', NULL), ('90000000-0000-0000-0000-000000000004', 'Empty', NULL);
INSERT INTO content.person (id, full_name) VALUES                  -- 2, 3 and 6 share a name, 4 has no film
  ('a0000000-0000-0000-0000-000000000003', 'Ann Lee'), ('a0000000-0000-0000-0000-000000000002', 'Ann Lee'), ('a0000000-0000-0000-0000-000000000006', 'Ann Lee'),
  ('a0000000-0000-0000-0000-000000000001', 'Яна'), ('a0000000-0000-0000-0000-000000000004', 'Zoe'), ('a0000000-0000-0000-0000-000000000005', 'bob');
INSERT INTO content.genre_film_work (film_work_id, genre_id) SELECT 'f0000000-0000-0000-0000-000000000002', id FROM content.genre WHERE name <> 'Empty' ORDER BY id;
INSERT INTO content.person_film_work (film_work_id, person_id, role)
SELECT 'f0000000-0000-0000-0000-000000000002', ('a0000000-0000-0000-0000-00000000000' || n)::uuid, role
  FROM (VALUES (1, 'writer'), (1, 'director'), (1, 'actor'), (3, 'actor'), (2, 'actor'), (6, 'actor'), (5, 'actor'), (2, 'director')) AS link (n, role)"

# expect_document SENTENCE INDEX ID JSON: the order of lists counts, that of fields does not.
expect_document() {
  local got
  got=$(run_sql "$dsn" "SELECT to_jsonb(d) - '_id' FROM ($(document "$2")) AS d WHERE d._id = '$3'")
  expect_equal "$1" "$(run_sql "$dsn" "SELECT \$json\$$4\$json\$::jsonb")" "$got"
}
expect_document "a film without anybody has empty lists" movies f0000000-0000-0000-0000-000000000001 '{
  "id": "f0000000-0000-0000-0000-000000000001", "title": "Nobody'\''s \"Film\"", "description": null, "imdb_rating": null, "creation_date": null,
  "type": "movie", "genres": [], "actors": [], "directors": [], "writers": [], "actors_names": [], "directors_names": [], "writers_names": []}'
# No list is in the order of its rows or their ids, nor in the reverse, so that an order by chance is not taken for one by
# intent. Of people with one name the lower id comes first.
person='{
  "id": "a0000000-0000-0000-0000-000000000001", "full_name": "Яна",
  "films": [{"id": "f0000000-0000-0000-0000-000000000002", "title": "Ёлка", "roles": ["actor", "director", "writer"]}]}'
film='{
  "id": "f0000000-0000-0000-0000-000000000002", "title": "Ёлка", "description": "two\nlines", "imdb_rating": 8.6, "creation_date": "1999-12-31",
  "type": "tv_show", "genres": ["Western", "drama", "Драма"],
  "actors": [{"id": "a0000000-0000-0000-0000-000000000002", "name": "Ann Lee"}, {"id": "a0000000-0000-0000-0000-000000000003", "name": "Ann Lee"},
             {"id": "a0000000-0000-0000-0000-000000000006", "name": "Ann Lee"}, {"id": "a0000000-0000-0000-0000-000000000005", "name": "bob"}, {"id": "a0000000-0000-0000-0000-000000000001", "name": "Яна"}],
  "directors": [{"id": "a0000000-0000-0000-0000-000000000002", "name": "Ann Lee"}, {"id": "a0000000-0000-0000-0000-000000000001", "name": "Яна"}],
  "writers": [{"id": "a0000000-0000-0000-0000-000000000001", "name": "Яна"}],
  "actors_names": ["Ann Lee", "Ann Lee", "Ann Lee", "bob", "Яна"], "directors_names": ["Ann Lee", "Яна"], "writers_names": ["Яна"]}'
expect_document "a film has its people by role, in the order of name and id" movies f0000000-0000-0000-0000-000000000002 "$film"
run_sql "$dsn" "CREATE TEMP TABLE link AS SELECT * FROM content.person_film_work; DELETE FROM content.person_film_work;
                INSERT INTO content.person_film_work SELECT * FROM link ORDER BY role = 'actor', role, person_id DESC"
expect_document "the order does not follow the rows' places" movies f0000000-0000-0000-0000-000000000002 "$film"
expect_document "a person has each film once, with all roles in it" persons a0000000-0000-0000-0000-000000000001 "$person"
run_sql "$dsn" "CREATE TABLE placed AS SELECT id FROM content.person_film_work WHERE person_id = 'a0000000-0000-0000-0000-000000000001' AND role = 'director'
                UNION SELECT id FROM content.person_film_work WHERE role = 'actor' AND person_id <= 'a0000000-0000-0000-0000-000000000002';
                UPDATE content.person_film_work SET position = CASE WHEN role = 'director' THEN -1 ELSE 1 END WHERE id IN (TABLE placed)"
expect_equal "who was given a place stands there" '["Ann Lee", "Ann Lee", "bob", "Ann Lee", "Яна"] ["Яна", "Ann Lee"]' \
  "$(run_sql "$dsn" "SELECT to_jsonb(actors_names)::text || ' ' || to_jsonb(directors_names)::text FROM ($(document movies)) AS d WHERE d._id = 'f0000000-0000-0000-0000-000000000002'")"
run_sql "$dsn" "UPDATE content.person_film_work SET position = 0"
PGOPTIONS+=' -c enable_indexscan=off -c enable_indexonlyscan=off -c enable_bitmapscan=off'
expect_document "nor the plan" movies f0000000-0000-0000-0000-000000000002 "$film"
expect_document "nor do a person's roles" persons a0000000-0000-0000-0000-000000000001 "$person"
PGOPTIONS=${PGOPTIONS%% -c enable_indexscan*}
expect_document "a person without films has an empty list" persons a0000000-0000-0000-0000-000000000004 '{
  "id": "a0000000-0000-0000-0000-000000000004", "full_name": "Zoe", "films": []}'
expect_document "a genre counts its films" genres 90000000-0000-0000-0000-000000000001 '{
  "id": "90000000-0000-0000-0000-000000000001", "name": "drama", "description": "sad", "films_count": 1}'
expect_document "a genre without films counts none" genres 90000000-0000-0000-0000-000000000004 '{
  "id": "90000000-0000-0000-0000-000000000004", "name": "Empty", "description": null, "films_count": 0}'

# Strict mappings refuse a field they do not know, and a mapped field that no document has is a mistake too.
for index in movies genres persons; do
  fields=$(run_sql "$dsn" "CREATE TEMP VIEW d AS $(document $index); SELECT string_agg(attname, ',' ORDER BY attname) FROM pg_attribute WHERE attrelid = 'd'::regclass AND attname <> '_id'")
  mapped=$(run_sql "$dsn" "SELECT string_agg(k, ',' ORDER BY k::name) FROM json_object_keys(\$json\$$(cat "$ROOT/config/indices/$index.json")\$json\$::json -> 'mappings' -> 'properties') AS k")
  expect_equal "the mapping of $index has the document's fields" "$fields" "$mapped"
  expect_equal "no function in $index changes from call to call" 0 "$(run_sql "$dsn" "CREATE TEMP VIEW d AS $(document $index);
    SELECT count(*) FROM pg_rewrite, regexp_matches(ev_action::text, ':(?:funcid|opfuncid|aggfnoid) (\d+)', 'g') AS m JOIN pg_proc ON oid = m[1]::oid
     WHERE ev_class = 'd'::regclass AND provolatile = 'v'")"
done

# On a larger catalogue the key must reach the primary key of the root, and every link an index.
run_file "$dsn" "$ROOT/sql/sample/catalogue.sql" -v films=5000
run_sql "$dsn" "VACUUM ANALYZE"
for pair in movies:film_work persons:person; do
  plan=$(run_sql "$dsn" "SET plan_cache_mode = force_generic_plan; PREPARE p (uuid[]) AS SELECT * FROM ($(document "${pair%:*}")) AS d WHERE d._id = ANY (\$1); EXPLAIN EXECUTE p ('{}')")
  expect_match "the key of ${pair%:*} is looked up in the primary key" "${pair#*:}_pkey" "$plan"
  expect_equal "${pair%:*} reads no large table from end to end" "" "$(grep -E 'Seq Scan on (film_work|person|genre_film_work|person_film_work)' <<<"$plan" || true)"
done
echo "documents_test: all passed"
