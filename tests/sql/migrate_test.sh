#!/usr/bin/env bash
# sql/migrate: up, down, status, and what it refuses.
# shellcheck source=tests/sql/lib.sh
. "$(dirname -- "$0")/lib.sh"
dsn=''                         # set by new_database
migrate=$ROOT/sql/migrate
tables="SELECT count(*) FROM pg_tables WHERE schemaname = 'content'"
all=$(find "$ROOT/sql/migrations" -name '*.up.sql' | wc -l)
schema="SELECT md5(string_agg(x, ',' ORDER BY x)) FROM (
  SELECT format('%s.%s %s %s %s', table_name, column_name, data_type, is_nullable, column_default) FROM information_schema.columns WHERE table_schema = 'content'
  UNION ALL SELECT indexdef FROM pg_indexes WHERE schemaname IN ('content', 'admin')
  UNION ALL SELECT pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal
  UNION ALL SELECT format('%s %s', oid::regclass, relacl) FROM pg_class WHERE relnamespace::regnamespace::text IN ('content', 'admin')
  UNION ALL SELECT conrelid::regclass || pg_get_constraintdef(oid) FROM pg_constraint WHERE connamespace = 'content'::regnamespace) AS parts (x)"

# ---------------------------------------------------------------- the shipped migrations
new_database dsn
expect_exit "status works on an empty database" 0 "$migrate" --dsn "$dsn" status
expect_match "and lists all as pending" "0001  content                  pending" "$OUTPUT"
expect_equal "and changes nothing" "" "$(run_sql "$dsn" "SELECT nspname FROM pg_namespace WHERE nspname ~ 'walcast'")"
expect_exit "up applies all" 0 "$migrate" --dsn "$dsn" up
expect_equal "the six tables are there" 6 "$(run_sql "$dsn" "$tables")"
before=$(run_sql "$dsn" "$schema")
expect_exit "a second up has nothing to do" 0 "$migrate" --dsn "$dsn" up
expect_match "and says so" "nothing to apply" "$OUTPUT"
expect_exit "down takes back the newest" 0 "$migrate" --dsn "$dsn" down
expect_equal "and only it" "$((all - 1))" "$(run_sql "$dsn" "SELECT count(*) FROM walcast_migrations.applied")"
expect_exit "down N stops at the first" 0 "$migrate" --dsn "$dsn" down 9
expect_equal "nothing is left of the catalogue" 0 "$(run_sql "$dsn" "SELECT count(*) FROM pg_namespace WHERE nspname IN ('content', 'admin')")"
expect_exit "the environment gives the DSN" 0 env WALCAST_POSTGRES__DSN="$dsn" "$migrate" up 1
expect_equal "up N applies N" 1 "$(run_sql "$dsn" "SELECT count(*) FROM walcast_migrations.applied")"
expect_exit "up goes on from there" 0 "$migrate" --dsn "$dsn" up
expect_equal "up, down and up give the same schema" "$before" "$(run_sql "$dsn" "$schema")"
run_sql "$dsn" "CREATE TABLE content.stranger ()"
expect_exit "down refuses to drop what is not ours" 65 "$migrate" --dsn "$dsn" down "$all"
expect_equal "and that step is rolled back" 1 "$(run_sql "$dsn" "SELECT count(*) FROM walcast_migrations.applied")"
for row in "film_work (title, type, rating) VALUES ('x', 'movie', 10.5)" "film_work (title, type, rating) VALUES ('x', 'movie', 'NaN')" \
           "film_work (title, type) VALUES ('x', 'play')" "film_work (type) VALUES ('movie')" "genre (name) VALUES ('g'), ('g')"; do
  expect_exit "refused: $row" 1 run_sql "$dsn" "INSERT INTO content.$row"
done

# ---------------------------------------------------------------- what is refused, on migrations of its own
new_database dsn
dir="$SCRATCH/it's a dir" && mkdir "$dir"                      # a quote and blanks in the path must do no harm
write() { printf '%s\n' "$2" >"$dir/$1.up.sql"; printf '%s\n' "${3:-SELECT}" >"$dir/$1.down.sql"; }
write 0001_one "CREATE TABLE one ();" "DROP TABLE one;"
write 0002_two "CREATE TABLE two (); SELECT 1 / 0;"
expect_exit "a migration that fails is named" 65 "$migrate" --dsn "$dsn" --dir "$dir" up
expect_match "with the server's reason" "division by zero" "$OUTPUT"
expect_equal "it left nothing, the one before stays" "one " "$(run_sql "$dsn" "SELECT to_regclass('one') || ' ' || coalesce(to_regclass('two')::text, '')")"
write 0002_two "CREATE TABLE two ();" "DROP TABLE two;"
expect_exit "mended, it is applied" 0 "$migrate" --dsn "$dsn" --dir "$dir" up
echo "-- changed" >>"$dir/0001_one.up.sql"
expect_exit "a changed file is refused" 65 "$migrate" --dsn "$dsn" --dir "$dir" up
expect_match "by its number" "migration 0001 was changed after it was applied" "$OUTPUT"
expect_exit "down refuses it too" 65 "$migrate" --dsn "$dsn" --dir "$dir" down
expect_exit "status shows it" 65 "$migrate" --dsn "$dsn" --dir "$dir" status
expect_match "on its line" "but: it was changed" "$OUTPUT"
write 0001_one "CREATE TABLE one ();" "DROP TABLE one;"
write 0004_four "SELECT;"
expect_exit "a gap in the files is refused" 65 "$migrate" --dsn "$dsn" --dir "$dir" up
rm "$dir"/0004*
run_sql "$dsn" "DELETE FROM walcast_migrations.applied WHERE version = 1"
expect_exit "a gap in the history is refused" 65 "$migrate" --dsn "$dsn" --dir "$dir" up
run_sql "$dsn" "INSERT INTO walcast_migrations.applied VALUES (1, 'one', '$(sha256sum <"$dir/0001_one.up.sql" | cut -d' ' -f1)'), (3, 'three', '')"
expect_exit "a history newer than the files is refused" 65 "$migrate" --dsn "$dsn" --dir "$dir" up
run_sql "$dsn" "DELETE FROM walcast_migrations.applied WHERE version = 3"
write 0003_three $'CREATE TABLE three ();\nCOMMIT;'
expect_exit "a migration that commits is refused" 65 "$migrate" --dsn "$dsn" --dir "$dir" up
rm "$dir"/0003_three.down.sql
expect_exit "a migration without its way back is refused" 65 "$migrate" --dsn "$dsn" --dir "$dir" up
rm "$dir"/0003*

# ---------------------------------------------------------------- the command line
expect_exit "--help is no error" 0 "$migrate" --help
expect_exit "no command" 64 "$migrate" --dsn "$dsn"
expect_exit "an unknown command" 64 "$migrate" --dsn "$dsn" sideways
expect_exit "a number that is none" 64 "$migrate" --dsn "$dsn" up all
expect_exit "no database" 64 "$migrate" up
expect_exit "no server" 69 "$migrate" --dsn "host=127.0.0.1 port=1" up

# ---------------------------------------------------------------- two runners at once
# The third migration waits for a lock that the test holds, so that one runner is caught in the middle of its work.
write 0003_three "SELECT pg_advisory_xact_lock(42); CREATE TABLE three ();"
coproc HOLDER { exec psql -X -q -A -t -d "$dsn"; }
exec {to_holder}>&"${HOLDER[1]}"
echo "SELECT pg_advisory_lock(42); SELECT 'held';" >&"$to_holder"
IFS= read -r _ <&"${HOLDER[0]}"; IFS= read -r _ <&"${HOLDER[0]}"
mkfifo "$SCRATCH/said" && exec {said}<>"$SCRATCH/said"
"$migrate" --dsn "$dsn" --dir "$dir" --lock-timeout 2min up >"$SCRATCH/first" 2>"$SCRATCH/said" & first=$!
"$migrate" --dsn "$dsn" --dir "$dir" --lock-timeout 2min up >"$SCRATCH/second" 2>"$SCRATCH/said" & second=$!
IFS= read -r -t 60 line <&"$said" || broken "one of two runners waits" "neither said so within a minute"
expect_equal "one of two runners waits" "another run holds the lock; waiting for it" "$line"
echo "SELECT pg_advisory_unlock(42);" >&"$to_holder"
wait "$first" || broken "the first of two runners succeeds"
wait "$second" || broken "the second of two runners succeeds"
expect_equal "one applied it, the other found nothing to do" "applied 0003_three nothing to apply" "$(sort "$SCRATCH/first" "$SCRATCH/second" | paste -sd' ')"

# ---------------------------------------------------------------- locks that others hold
write 0004_four "ALTER TABLE one ADD COLUMN four int;" "SELECT pg_sleep(60);"
echo "BEGIN; SELECT FROM one; SELECT 'held';" >&"$to_holder"
until IFS= read -r line <&"${HOLDER[0]}" && [[ $line == held ]]; do :; done
expect_exit "a migration does not wait for a lock for ever" 75 "$migrate" --dsn "$dsn" --dir "$dir" --lock-timeout 200ms --tries 2 up
expect_match "it says that nothing was done" "0004_four.up.sql got no lock within 200ms, in 2 tries; nothing of it was done" "$OUTPUT"
expect_match "and who is in a transaction for longer than that" "psql) is in a transaction since" "$OUTPUT"
expect_equal "nothing was done" "3 0" "$(run_sql "$dsn" "SELECT max(version) || ' ' || (SELECT count(*) FROM pg_attribute WHERE attrelid = 'one'::regclass AND attnum > 0) FROM walcast_migrations.applied")"
"$migrate" --dsn "$dsn" --dir "$dir" --lock-timeout 200ms up >"$SCRATCH/first" 2>"$SCRATCH/said" & first=$!
until IFS= read -r -t 60 line <&"$said" && [[ $line == *"trying again"* ]]; do [[ -n $line ]] || broken "it tries again" "nothing was said within a minute"; done
echo "COMMIT;" >&"$to_holder"
wait "$first" || broken "it is applied once the lock is free"
expect_equal "it is applied once the lock is free" "applied 0004_four" "$(cat "$SCRATCH/first")"
expect_exit "a statement may be given a limit" 65 "$migrate" --dsn "$dsn" --dir "$dir" --statement-timeout 50ms down
expect_match "that is the server's" "57014" "$OUTPUT"
write 0005_five $'-- no transaction\nDROP INDEX CONCURRENTLY IF EXISTS five;\nCREATE INDEX CONCURRENTLY five ON one (four);' $'-- no transaction\nDROP INDEX CONCURRENTLY five;'
expect_exit "an index is made beside the traffic" 0 "$migrate" --dsn "$dsn" --dir "$dir" up
expect_equal "and is valid" "t" "$(run_sql "$dsn" "SELECT indisvalid FROM pg_index WHERE indexrelid = 'five'::regclass")"
expect_exit "and taken back" 0 "$migrate" --dsn "$dsn" --dir "$dir" down
expect_equal "with its row" "4" "$(run_sql "$dsn" "SELECT max(version) FROM walcast_migrations.applied WHERE to_regclass('five') IS NULL")"
run_sql "$dsn" "ALTER TABLE one ADD COLUMN twice int; INSERT INTO one (twice) VALUES (1), (1)"
write 0005_five $'-- no transaction\nDROP INDEX CONCURRENTLY IF EXISTS five;\nCREATE UNIQUE INDEX CONCURRENTLY five ON one (twice);' $'-- no transaction\nDROP INDEX CONCURRENTLY five;'
expect_exit "one that fails is not counted as applied" 65 "$migrate" --dsn "$dsn" --dir "$dir" up
expect_match "and may have stopped half way" "0005_five.up.sql failed, perhaps half way" "$OUTPUT"
run_sql "$dsn" "DELETE FROM one"
expect_exit "mended, the same file is run again" 0 "$migrate" --dsn "$dsn" --dir "$dir" up
expect_equal "and its index is valid" "t" "$(run_sql "$dsn" "SELECT indisvalid FROM pg_index WHERE indexrelid = 'five'::regclass")"
expect_exit "a time that is none" 64 "$migrate" --dsn "$dsn" --lock-timeout soon up
echo "migrate_test: all passed"
