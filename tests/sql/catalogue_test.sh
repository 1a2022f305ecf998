#!/usr/bin/env bash
# The documents on a real catalogue, which lacks some columns of ours: in its own tables, and loaded into ours.
# shellcheck source=tests/sql/lib.sh
. "$(dirname -- "$0")/lib.sh"
theirs='' ours=''              # set by new_database
dump=$ROOT/../shared/catalogue/catalogue.sql.gz
if [[ ! -r $dump ]]; then echo "skipped: no catalogue beside the repository"; exit 0; fi

render() {
  local index
  for index in movies genres persons; do
    run_sql "$1" "SELECT count(*) || ' ' || md5(string_agg(row_to_json(d)::text, E'\n' ORDER BY _id)) FROM ($(document $index)) AS d"
  done
}
new_database theirs; new_database ours
zcat "$dump" | psql -X -q -v ON_ERROR_STOP=1 -d "$theirs"
"$ROOT/sql/migrate" --dsn "$ours" up >/dev/null
zcat "$dump" | sed -n '/^COPY /,/^\\\.$/p' | psql -X -q -v ON_ERROR_STOP=1 -d "$ours"
documents=$(render "$theirs")
expect_equal "every row has its document" "999 26 4166" "$(cut -d' ' -f1 <<<"$documents" | paste -sd' ')"
expect_equal "the documents are the same in our tables" "$documents" "$(render "$ours")"
expect_equal "one film has no rating, 249 have no description, 18 have nobody" "1 249 18" "$(run_sql "$theirs" "
  SELECT count(*) FILTER (WHERE imdb_rating IS NULL) || ' ' || count(*) FILTER (WHERE description IS NULL) || ' ' ||
         count(*) FILTER (WHERE cardinality(actors) + cardinality(directors) + cardinality(writers) = 0) FROM ($(document movies)) AS d")"
echo "catalogue_test: all passed"
