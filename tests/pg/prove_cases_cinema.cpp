#include "tests/pg/prove_cases.h"

namespace cdc::test {

const std::string kCinema = R"sql(
CREATE TABLE studio (id int PRIMARY KEY, name text, country text);
CREATE TABLE film (id int PRIMARY KEY, title text, score int, kind text, lead_id int, sequel_of int, studio_id int, tags int[]);
CREATE TABLE person (id int PRIMARY KEY, name text, country text, agent_id int);
CREATE TABLE role (film_id int, person_id int, job text, PRIMARY KEY (film_id, person_id, job));
CREATE TABLE genre (id int PRIMARY KEY, name text, parent_id int);
CREATE TABLE film_genre (id serial PRIMARY KEY, film_id int, genre_id int, weight int);
INSERT INTO studio SELECT i, 'studio ' || i, 'c' || i % 3 FROM generate_series(1, 4) i;
INSERT INTO film SELECT i, 'film ' || i % 9, i % 5, 'k' || i % 2, nullif(i * 7 % 9, 0), nullif(i * 5 % 13, 0), nullif(i % 5, 0), ARRAY[i % 3, i % 4] FROM generate_series(1, 12) i;
INSERT INTO person SELECT i, 'person ' || i, 'c' || i % 3, nullif(i * 3 % 10, 0) FROM generate_series(1, 8) i;
INSERT INTO role SELECT DISTINCT i * 7 % 14, i * 5 % 9, 'j' || i % 3 FROM generate_series(1, 30) i;
INSERT INTO genre SELECT i, 'genre ' || i, nullif(i / 2, 0) FROM generate_series(1, 6) i;
INSERT INTO film_genre (film_id, genre_id, weight) SELECT nullif(i * 7 % 14, 0), nullif(i * 5 % 7, 0), i % 3 FROM generate_series(1, 25) i;
)sql";

std::vector<ProveCase> ProvedOverOneSchema() {
  return {
      {"AliasesOfOneTable", "", R"sql(
SELECT f.id AS _id, f.title, before.title AS before,
       ARRAY(SELECT s.title FROM film s WHERE s.sequel_of = f.id ORDER BY s.id) AS sequels,
       (SELECT count(*) FROM film s JOIN film t ON t.sequel_of = s.id WHERE s.sequel_of = f.id) AS grandchildren
  FROM film f LEFT JOIN film before ON before.id = f.sequel_of)sql",
       "", ""},
      {"WholeRows", "", R"sql(
SELECT f.id AS _id, to_jsonb(f) AS film, to_jsonb(s) AS studio,
       (SELECT jsonb_agg(p ORDER BY p.id) FROM role r JOIN person p ON p.id = r.person_id WHERE r.film_id = f.id) AS people
  FROM film f LEFT JOIN studio s ON s.id = f.studio_id)sql",
       "", ""},
      {"ViewsOfViews", R"sql(
CREATE VIEW cast_list AS SELECT r.film_id, p.id AS person_id, p.name, r.job FROM role r JOIN person p ON p.id = r.person_id;
CREATE VIEW cast_count AS SELECT film_id, count(*) AS n, min(name) AS first FROM cast_list GROUP BY film_id;
)sql",
       R"sql(
SELECT f.id AS _id, c.n, c.first, d.n AS before,
       (SELECT jsonb_agg(l ORDER BY l.person_id, l.job) FROM cast_list l WHERE l.film_id = f.id AND l.job <> 'j0') AS people
  FROM film f LEFT JOIN cast_count c ON c.film_id = f.id LEFT JOIN cast_count d ON d.film_id = f.sequel_of)sql",
       "", ""},
      {"CtesUsedTwice", "", R"sql(
WITH counts AS (SELECT film_id, count(*) AS n FROM role GROUP BY film_id),
     named AS MATERIALIZED (SELECT f.id, f.title, f.sequel_of, c.n FROM film f LEFT JOIN counts c ON c.film_id = f.id)
SELECT a.id AS _id, a.title, a.n, b.title AS before, b.n AS before_n FROM named a LEFT JOIN named b ON b.id = a.sequel_of)sql",
       "", ""},
      {"LateralWithLimit", "", R"sql(
SELECT f.id AS _id, best.name, best.country
  FROM film f
 CROSS JOIN LATERAL (SELECT p.name, p.country FROM role r JOIN person p ON p.id = r.person_id
                      WHERE r.film_id = f.id ORDER BY p.name DESC, r.job LIMIT 1) best
 WHERE NOT EXISTS (SELECT FROM role x WHERE x.film_id = f.id AND x.job = 'j9')
   AND best.name = (SELECT max(q.name) FROM person q JOIN role s ON s.person_id = q.id WHERE s.film_id = f.id LIMIT 1))sql",
       "", ""},
      {"JoinsPastTheTableBetween", "", R"sql(
SELECT f.id AS _id, r.jobs, (SELECT a.name FROM person a WHERE a.id = f.lead_id) AS lead
  FROM film f
  LEFT JOIN LATERAL (SELECT string_agg(r.job, ',' ORDER BY r.job, r.film_id) AS jobs FROM role r WHERE r.person_id = f.lead_id) r ON true)sql",
       "", ""},
      {"ThreeLevels", "", R"sql(
SELECT s.id AS _id, s.name,
       ARRAY(SELECT jsonb_build_object('title', f.title, 'genres',
                    (SELECT jsonb_agg(jsonb_build_object('name', g.name, 'parents',
                            ARRAY(SELECT up.name FROM genre up WHERE up.id = g.parent_id)) ORDER BY fg.id)
                       FROM film_genre fg JOIN genre g ON g.id = fg.genre_id WHERE fg.film_id = f.id))
               FROM film f WHERE f.studio_id = s.id ORDER BY f.id) AS films
  FROM studio s)sql",
       "", ""},
      {"DistinctAndAggregates", "", R"sql(
SELECT f.id AS _id, d.jobs, p.first_job, sums.total
  FROM film f
  LEFT JOIN (SELECT film_id, count(*) AS jobs FROM (SELECT DISTINCT film_id, job FROM role) x GROUP BY film_id) d ON d.film_id = f.id
  LEFT JOIN (SELECT DISTINCT ON (film_id) film_id, job AS first_job, person_id FROM role ORDER BY film_id, person_id DESC, job) p
         ON p.film_id = f.id
  LEFT JOIN (SELECT fg.film_id, g.parent_id, sum(weight) AS total FROM film_genre fg JOIN genre g ON g.id = fg.genre_id
              GROUP BY fg.film_id, g.parent_id HAVING count(*) > 0 AND g.parent_id = 1) sums ON sums.film_id = f.id)sql",
       "", ""},
      {"WindowsByTheKey", "", R"sql(
SELECT f.id AS _id, w.list
  FROM film f
  JOIN (SELECT film_id, string_agg(place || ':' || person_id || '/' || others, ',' ORDER BY place) AS list
          FROM (SELECT film_id, person_id, row_number() OVER (PARTITION BY film_id ORDER BY job, person_id) AS place,
                       count(*) OVER (PARTITION BY film_id, job) AS others
                  FROM role) numbered
         GROUP BY film_id) w ON w.film_id = f.id)sql",
       "", ""},
      {"WindowAtTheTop", "", R"sql(
SELECT f.id AS _id, fg.weight, sum(fg.weight) OVER (PARTITION BY f.id) AS total
  FROM film f LEFT JOIN (SELECT DISTINCT ON (film_id) film_id, weight FROM film_genre ORDER BY film_id, weight, id) fg ON fg.film_id = f.id)sql",
       "", ""},
      {"InAndExists", "", R"sql(
SELECT f.id AS _id, f.title,
       EXISTS (SELECT * FROM film_genre fg WHERE fg.film_id = f.id AND fg.weight = 2) AS heavy,
       CASE WHEN EXISTS (SELECT FROM role r WHERE r.film_id = f.id AND r.person_id NOT IN (SELECT a.agent_id FROM person a WHERE a.id = f.lead_id))
            THEN 1 END AS odd
  FROM film f
 WHERE f.id IN (SELECT r.film_id FROM role r WHERE r.job IN ('j1', 'j2'))
    OR (f.kind = 'k1' AND (f.id, f.studio_id) IN (SELECT fg.film_id, fg.genre_id FROM film_genre fg UNION SELECT r.film_id, r.person_id FROM role r))
    OR NOT EXISTS (SELECT FROM person p WHERE p.id = f.lead_id))sql",
       "", ""},
      {"ExistsTiesTheOuterTables", "", R"sql(
SELECT s.id AS _id, string_agg(p.name, ',' ORDER BY p.id) AS people
  FROM studio s, person p
 WHERE EXISTS (SELECT FROM film f JOIN role r ON r.film_id = f.id AND r.person_id = p.id WHERE f.studio_id = s.id)
 GROUP BY s.id)sql",
       "", ""},
      {"InTiesTheOuterTables", "", R"sql(
SELECT s.id AS _id, string_agg(g.name, ',' ORDER BY g.id) AS genres
  FROM studio s JOIN genre g ON g.id IN (SELECT fg.genre_id FROM film_genre fg, film f WHERE f.id = fg.film_id AND f.studio_id = s.id LIMIT 1000)
 GROUP BY s.id)sql",
       "", ""},
      {"OuterJoins", "", R"sql(
SELECT f.id AS _id, count(r.job) AS jobs, max(p.name) AS name, max(a.name) AS agent, max(s.name) AS studio
  FROM (studio s RIGHT JOIN film f ON s.id = f.studio_id AND s.country <> 'c1')
  LEFT JOIN (role r LEFT JOIN person p ON p.id = r.person_id) ON r.film_id = f.id
  LEFT JOIN person a ON a.id = p.agent_id
  LEFT JOIN film_genre none ON none.film_id = f.id AND none.genre_id = 3
 WHERE none.id IS NULL
 GROUP BY f.id)sql",
       "", ""},
      {"OuterJoinOnWithSublinks", "", R"sql(
SELECT f.id AS _id, s.name, g.name AS genre
  FROM film f
  LEFT JOIN studio s ON s.id = f.studio_id AND EXISTS (SELECT FROM person p WHERE p.country = s.country AND p.id = f.lead_id)
  LEFT JOIN (film_genre fg JOIN genre g ON g.id = fg.genre_id)
         ON fg.film_id = f.id AND fg.id = (SELECT min(x.id) FROM film_genre x WHERE x.film_id = f.id)
        AND (g.parent_id IS NULL OR g.parent_id IN (SELECT up.id FROM genre up WHERE up.name <> 'genre 1')))sql",
       "", ""},
      {"FullJoinBelow", "", R"sql(
SELECT f.id AS _id, b.n, b.w
  FROM film f
  JOIN LATERAL (SELECT count(r.person_id) AS n, sum(fg.weight) AS w
                  FROM (SELECT * FROM role x WHERE x.film_id = f.id) r
                  FULL JOIN (SELECT * FROM film_genre y WHERE y.film_id = f.id) fg ON fg.genre_id = r.person_id) b ON true)sql",
       "", ""},
      {"SetOperations", "", R"sql(
SELECT f.id AS _id, u.names, ARRAY(SELECT e.person_id FROM (SELECT film_id, person_id FROM role EXCEPT SELECT film_id, genre_id FROM film_genre) e
                                    WHERE e.film_id = f.id ORDER BY 1) AS alone
  FROM film f
  LEFT JOIN (SELECT film_id, string_agg(name, ',' ORDER BY name) AS names
               FROM (SELECT r.film_id, p.name FROM role r JOIN person p ON p.id = r.person_id
                      UNION ALL SELECT fg.film_id, g.name FROM film_genre fg JOIN genre g ON g.id = fg.genre_id
                      UNION (SELECT id, title FROM film INTERSECT SELECT film_id, job FROM role)) all_names
              GROUP BY film_id) u ON u.film_id = f.id)sql",
       "", ""},
      {"UnionAtTheTop", "", R"sql(
SELECT f.id AS _id, 'old' AS age, (SELECT count(*) FROM role r WHERE r.film_id = f.id) AS n FROM film f WHERE f.score < 2
 UNION ALL
SELECT f.id, 'new', s.id FROM film f JOIN studio s ON s.id = f.studio_id WHERE f.score >= 2)sql",
       "", ""},
      {"UsingAndJoinAliases", "", R"sql(
SELECT j.film_id AS _id, j.n, to_jsonb(j) AS both
  FROM ((SELECT id AS film_id, title, lead_id AS person_id FROM film) f
        JOIN (SELECT film_id, count(*) AS n FROM role GROUP BY film_id) r USING (film_id)
        LEFT JOIN (SELECT id AS person_id, name FROM person) p USING (person_id)) AS j)sql",
       "", ""},
      {"FiltersAndSublinksInAggregates", "", R"sql(
SELECT f.id AS _id,
       array_agg(r.job || (SELECT count(*) FROM role o WHERE o.person_id = r.person_id) ORDER BY r.job, r.person_id)
         FILTER (WHERE EXISTS (SELECT FROM person p WHERE p.id = r.person_id AND p.country = 'c1')) AS jobs
  FROM film f JOIN role r ON r.film_id = f.id
 GROUP BY f.id, f.title
HAVING count(*) > (SELECT count(*) FROM film_genre fg WHERE fg.film_id = f.id AND fg.weight = 0))sql",
       "", ""},
      {"TheKeyOfALink", "", R"sql(
SELECT r.film_id AS _id, count(*) AS n, string_agg(DISTINCT p.name, ',') AS names
  FROM role r LEFT JOIN person p ON p.id = r.person_id GROUP BY r.film_id)sql",
       "public.film", "id"},
      {"TheKeyAsText", "", R"sql(
SELECT f.id::text AS _id, s.name, (SELECT max(x.weight) FROM film_genre x WHERE x.film_id = f.id) AS weight
  FROM film f LEFT JOIN studio s ON s.id = f.studio_id)sql",
       "public.film", "id"},
      {"TheKeyInAnExpression", "", R"sql(
SELECT coalesce(f.id, 0) AS _id, f.title, s.name FROM film f JOIN studio s ON s.id = f.studio_id)sql",
       "public.film", "id"},
      {"HiddenColumnsOfAWindow", "", R"sql(
SELECT f.id AS _id, w.place, w.name
  FROM film f
  LEFT JOIN LATERAL (SELECT r.film_id, p.id, p.name, rank() OVER (ORDER BY p.name) AS place
                       FROM role r JOIN person p ON p.id = r.person_id WHERE r.film_id = f.id) w ON w.id = f.lead_id)sql",
       "", ""},
      {"GroupingSetsBelow", "", R"sql(
SELECT f.id AS _id, (SELECT jsonb_agg(x ORDER BY x.job, x.person_id) FROM (
         SELECT job, person_id, count(*) AS n FROM role r WHERE r.film_id = f.id GROUP BY ROLLUP (job, person_id)) x) AS cube
  FROM film f)sql",
       "", ""},
      {"TransitiveEqualities", "", R"sql(
SELECT f.id AS _id, count(*) AS pairs, min(p.name) AS name
  FROM film f JOIN role r ON r.film_id = f.id JOIN film_genre fg ON fg.film_id = r.film_id JOIN person p ON p.id = r.person_id
  JOIN genre g ON g.id = fg.genre_id AND g.id = p.agent_id
 GROUP BY f.id)sql",
       "", ""},
      {"FunctionsInFrom", "", R"sql(
SELECT f.id AS _id, t.names
  FROM film f
  LEFT JOIN LATERAL (SELECT string_agg(g.name || t.place, ',' ORDER BY t.place) AS names
                       FROM unnest(f.tags) WITH ORDINALITY t (genre_id, place)
                       JOIN film_genre fg ON fg.film_id = f.id JOIN genre g ON g.id = fg.genre_id AND g.id = t.genre_id) t ON true
 WHERE f.score = ANY (ARRAY(SELECT fg.weight FROM film_genre fg WHERE fg.film_id = f.id)) OR f.score > 2)sql",
       "", ""},
      {"DistinctAtTheTop", "", R"sql(
SELECT DISTINCT f.id AS _id, f.title, s.country FROM film f JOIN role r ON r.film_id = f.id JOIN studio s ON s.id = f.studio_id)sql",
       "", ""},
      {"RecursionAnchoredOutside", "", R"sql(
SELECT g.id AS _id,
       (WITH RECURSIVE up (id, name, root) AS (
               SELECT b.id, b.name, b.id FROM genre b WHERE b.id = g.id
                UNION
               SELECT fg.id, 'weight ' || fg.weight, up.root FROM film_genre fg JOIN up ON fg.weight = up.id WHERE fg.genre_id = g.id)
        SELECT string_agg(name, ',' ORDER BY name, id) FROM up) AS names
  FROM genre g)sql",
       "", ""},
  };
}

}  // namespace cdc::test
