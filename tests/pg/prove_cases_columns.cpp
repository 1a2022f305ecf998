// Documents whose columns are easily overlooked: a change of one that the plan does not name is skipped by the stream.
#include "tests/pg/prove_cases.h"

namespace cdc::test {

std::vector<ProveCase> ProvedColumns() {
  return {
      {"AWholeRowOfASubquery", "", R"sql(
SELECT f.id AS _id, (SELECT jsonb_agg(to_jsonb(x) ORDER BY x.id) FROM (SELECT * FROM film_genre) x WHERE x.film_id = f.id) AS links,
       (SELECT p FROM (SELECT name, country FROM person WHERE id = f.lead_id) p)::text AS lead
  FROM film f)sql",
       "", ""},
      {"AWholeRowCompared", "", R"sql(
SELECT f.id AS _id, s IS NULL AS none, s = (SELECT t FROM studio t WHERE t.id = f.studio_id ORDER BY t LIMIT 1) AS same,
       (SELECT count(DISTINCT r) FROM role r WHERE r.film_id = f.id) AS roles
  FROM film f LEFT JOIN studio s ON s.id = f.studio_id)sql",
       "", ""},
      {"AWholeRowThatIsExpanded", "", R"sql(
SELECT f.id AS _id, (SELECT string_agg(k.key || '=' || k.value, ',' ORDER BY k.key) FROM jsonb_each_text(to_jsonb(f)) k) AS fields,
       (SELECT (x.whole).country FROM (SELECT p.id, p AS whole FROM person p) x WHERE x.id = f.lead_id) AS country
  FROM film f)sql",
       "", ""},
      {"JsonOfARow", "", R"sql(
SELECT f.id AS _id, row_to_json(row(f.title, f.score)) AS pair, json_build_object('s', (SELECT row_to_json(s) FROM studio s WHERE s.id = f.studio_id)) AS studio,
       json_agg((r.job, r.person_id) ORDER BY r.job, r.person_id) AS roles
  FROM film f LEFT JOIN role r ON r.film_id = f.id GROUP BY f.id)sql",
       "", ""},
      {"EachColumnBySubqueriesStar", "", R"sql(
WITH all_roles AS (SELECT * FROM role)
SELECT f.*, f.id AS _id, ARRAY(SELECT x.name FROM (SELECT g.*, fg.* FROM genre g JOIN film_genre fg ON fg.genre_id = g.id) AS x (g_id, name, up, id, film_id)
         WHERE x.film_id = f.id AND x.up IS DISTINCT FROM 1 ORDER BY 1) AS genres,
       (SELECT count(*) FROM (SELECT DISTINCT * FROM all_roles) d WHERE d.film_id = f.id) AS roles
  FROM film f)sql",
       "", ""},
      {"UsingAndNaturalJoins", R"sql(
CREATE TABLE label (name text, country text, film_id int, note text);
CREATE TABLE region (country text PRIMARY KEY, area text, note text);
INSERT INTO label SELECT 'label ' || i, 'c' || i % 4, i % 13, 'n' || i % 2 FROM generate_series(1, 16) i;
INSERT INTO region SELECT 'c' || i, 'area ' || i, 'n' || i % 2 FROM generate_series(0, 4) i;
)sql",
       R"sql(
SELECT f.id AS _id, ARRAY(SELECT l.name || coalesce(area, '') FROM label l LEFT JOIN region USING (country) WHERE l.film_id = f.id ORDER BY 1) AS labels,
       (SELECT count(*) FROM label l NATURAL JOIN region WHERE l.film_id = f.id) AS both
  FROM film f)sql",
       "", ""},
      {"AColumnThatOnlyOrders", "", R"sql(
SELECT f.id AS _id, ARRAY(SELECT r.person_id FROM role r JOIN person p ON p.id = r.person_id WHERE r.film_id = f.id ORDER BY p.name DESC, r.job, 1) AS people,
       (SELECT string_agg(g.name, ',' ORDER BY fg.weight, g.id) FROM film_genre fg JOIN genre g ON g.id = fg.genre_id WHERE fg.film_id = f.id) AS genres,
       (SELECT s.id FROM (SELECT * FROM film x WHERE x.sequel_of = f.id ORDER BY x.score, x.id LIMIT 1) s) AS first
  FROM film f)sql",
       "", ""},
      {"GroupedByAndHaving", "", R"sql(
SELECT f.id AS _id, (SELECT jsonb_agg(x.n ORDER BY x.n) FROM (SELECT count(*) AS n FROM role r JOIN person p ON p.id = r.person_id WHERE r.film_id = f.id GROUP BY p.country) x) AS sizes,
       (SELECT sum(fg.genre_id) FROM film_genre fg WHERE fg.film_id = f.id HAVING max(fg.weight) > 1) AS heavy,
       ARRAY(SELECT min(r.job) FROM role r WHERE r.film_id = f.id GROUP BY r.person_id % 2 HAVING count(DISTINCT r.job) > 1 ORDER BY 1) AS jobs
  FROM film f)sql",
       "", ""},
      {"GroupedByAKeyThatDecidesTheRest", "", R"sql(
SELECT f.id AS _id, f.title, count(r.job) AS n, min(s.name) AS studio
  FROM film f LEFT JOIN role r ON r.film_id = f.id LEFT JOIN studio s ON s.id = f.studio_id
 GROUP BY f.id HAVING f.score >= 0 OR min(s.country) = 'c1')sql",
       "", ""},
      {"GroupedByExpressionsWithSubqueries", "", R"sql(
SELECT f.id AS _id, (SELECT name FROM studio s WHERE s.id = f.studio_id) AS studio, upper(f.kind) AS kind, count(r.job) AS n,
       CASE WHEN EXISTS (SELECT FROM film_genre fg WHERE fg.film_id = f.id AND fg.weight = 1) THEN 'light' END AS weight
  FROM film f LEFT JOIN role r ON r.film_id = f.id
 GROUP BY f.id, 2, upper(f.kind), CASE WHEN EXISTS (SELECT FROM film_genre fg WHERE fg.film_id = f.id AND fg.weight = 1) THEN 'light' END
HAVING (SELECT name FROM studio s WHERE s.id = f.studio_id) IS DISTINCT FROM 'studio 9')sql",
       "", ""},
      {"GroupedByColumnsOfOtherLevels", "", R"sql(
SELECT f.id AS _id, (SELECT jsonb_agg(x ORDER BY x.country, x.n, x.job) FROM (
         SELECT p.country, r.job || f.kind AS job, count(*) AS n, row_number() OVER (PARTITION BY p.country ORDER BY max(p.name), min(r.job)) AS place
           FROM role r JOIN (SELECT id AS person_id, name, country FROM person) p USING (person_id) WHERE r.film_id = f.id GROUP BY p.country, r.job || f.kind) x) AS groups
  FROM film f)sql",
       "", ""},
      {"GroupingSetsOfJoinedColumns", "", R"sql(
SELECT f.id AS _id, ARRAY(SELECT concat_ws('/', film_id, p.country, r.job, grouping(p.country, r.job), count(*))
         FROM role r JOIN person p ON p.id = r.person_id WHERE r.film_id = f.id GROUP BY film_id, CUBE (p.country, r.job) ORDER BY 1) AS cube
  FROM film f)sql",
       "", ""},
      {"AWindowsOrderAndFrame", "", R"sql(
SELECT f.id AS _id, (SELECT string_agg(x.person_id || ':' || x.place || ':' || x.sum, ',' ORDER BY x.person_id, x.job) FROM (
         SELECT r.person_id, r.job, rank() OVER (ORDER BY p.name) AS place, sum(p.id) FILTER (WHERE p.agent_id > 3) OVER w AS sum
           FROM role r JOIN person p ON p.id = r.person_id WHERE r.film_id = f.id
         WINDOW w AS (PARTITION BY p.country ORDER BY r.person_id)) x) AS places
  FROM film f)sql",
       "", ""},
      {"WhatDistinctOnKeeps", "", R"sql(
SELECT f.id AS _id, d.person_id, e.id AS sequel
  FROM film f LEFT JOIN (SELECT DISTINCT ON (r.film_id) r.film_id, r.person_id FROM role r LEFT JOIN person p ON p.id = r.person_id
                          ORDER BY r.film_id, p.country, p.name, r.person_id) d ON d.film_id = f.id
  LEFT JOIN LATERAL (SELECT DISTINCT ON (x.kind) x.id FROM film x WHERE x.sequel_of = f.id ORDER BY x.kind, x.score DESC, x.id LIMIT 1) e ON true)sql",
       "", ""},
      {"WhatALateralTakesFromOutside", "", R"sql(
SELECT f.id AS _id, l.n, l.names
  FROM film f LEFT JOIN studio s ON s.id = f.studio_id
 CROSS JOIN LATERAL (SELECT count(*) AS n, string_agg(y.name, ',' ORDER BY y.name) AS names
                       FROM role r CROSS JOIN LATERAL (SELECT p.name || coalesce(s.country, '-') AS name FROM person p
                                                        WHERE p.id = r.person_id AND p.id > f.score AND p.country <> ALL (ARRAY[s.country, f.kind])) y
                      WHERE r.film_id = f.id) l)sql",
       "", ""},
      {"AColumnReadOnlyInAView", R"sql(
CREATE VIEW grown AS SELECT p.id, p.name FROM person p WHERE p.agent_id IS NOT NULL ORDER BY p.country;
CREATE VIEW staff AS SELECT r.film_id, g.name FROM role r JOIN grown g ON g.id = r.person_id WHERE r.job <> 'j0';
CREATE VIEW shown WITH (security_barrier) AS SELECT f.id, f.title FROM film f WHERE f.score > 1;
)sql",
       R"sql(
SELECT v.id AS _id, v.title, (SELECT count(*) FROM staff s WHERE s.film_id = v.id) AS n FROM shown v)sql",
       "", ""},
      {"ConditionsOfAggregatesAndCases", "", R"sql(
SELECT f.id AS _id, count(*) FILTER (WHERE p.country = 'c1') AS some, max(CASE p.agent_id WHEN 3 THEN 1 ELSE p.id END) AS top,
       percentile_disc(0.5) WITHIN GROUP (ORDER BY p.name) AS middle, bool_or(f.score BETWEEN 1 AND p.id) AS scored
  FROM film f LEFT JOIN role r ON r.film_id = f.id LEFT JOIN person p ON p.id = r.person_id GROUP BY f.id)sql",
       "", ""},
      {"ColumnsOfSetOperations", "", R"sql(
SELECT f.id AS _id, (SELECT count(*) FROM (SELECT r.film_id, r.job FROM role r UNION SELECT fg.film_id, 'w' || fg.weight FROM film_genre fg) u WHERE u.film_id = f.id) AS n,
       (SELECT count(*) FROM (SELECT r.film_id, r.person_id FROM role r EXCEPT ALL SELECT fg.film_id, fg.genre_id FROM film_genre fg) u WHERE u.film_id = f.id) AS m
  FROM film f)sql",
       "", ""},
      {"FunctionsOfRowsInFrom", "", R"sql(
SELECT f.id AS _id, (SELECT count(*) FROM generate_series(1, f.score) i) AS n, (SELECT sum(t) FROM unnest(f.tags) t) AS tags,
       (SELECT string_agg(v.x, ',' ORDER BY v.x) FROM (VALUES (f.kind), ((SELECT p.name FROM person p WHERE p.id = f.lead_id))) v (x)) AS both,
       (SELECT count(*) FROM role r, generate_series(1, r.person_id) i WHERE r.film_id = f.id) AS many
  FROM film f)sql",
       "", ""},
      {"LimitsThatAreRead", "", R"sql(
SELECT f.id AS _id, ARRAY(SELECT r.person_id FROM role r WHERE r.film_id = f.id ORDER BY 1 LIMIT f.score) AS some,
       ARRAY(SELECT fg.id FROM film_genre fg WHERE fg.film_id = f.id ORDER BY 1 OFFSET (SELECT p.agent_id FROM person p WHERE p.id = f.lead_id) % 3) AS later
  FROM film f)sql",
       "", ""},
      {"NumbersWithoutAValue", R"sql(
CREATE DOMAIN ratio AS float8;
CREATE TABLE measure (id int PRIMARY KEY, film_id int, low real, high double precision, price numeric, share ratio, list float8[]);
INSERT INTO measure SELECT i, i % 13, nullif(i % 3, 0), nullif(i % 4, 0), nullif(i % 5, 0), nullif(i % 2, 0), ARRAY[i] FROM generate_series(1, 30) i;
UPDATE measure SET low = 'Infinity', high = 'NaN', price = '-Infinity', share = 'NaN', list = '{NaN}' WHERE id % 5 = 0;
)sql",
       R"sql(
SELECT f.id AS _id, ARRAY(SELECT concat_ws(' ', m.low, m.high, m.price, m.share, m.list) FROM measure m WHERE m.film_id = f.id ORDER BY m.id) AS measures FROM film f)sql",
       "", ""},
      {"ATableThatSaysWherePartsAre", R"sql(
CREATE TABLE shelf (id int, film_id int, place int, note text) PARTITION BY LIST (place);
CREATE TABLE shelf_0 PARTITION OF shelf FOR VALUES IN (0);
CREATE TABLE shelf_1 PARTITION OF shelf DEFAULT;
INSERT INTO shelf SELECT i, i % 13, i % 3, 'note' FROM generate_series(1, 30) i;
)sql",
       R"sql(
SELECT f.id AS _id, ARRAY(SELECT s.id || s.tableoid::regclass::text FROM shelf s WHERE s.film_id = f.id ORDER BY 1) AS places FROM film f)sql",
       "", ""},
  };
}

}  // namespace cdc::test
