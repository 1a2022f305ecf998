-- A made-up catalogue of films, people and genres in Russian and English.
--   psql -v films=1000 -f sql/sample/catalogue.sql
-- Row i depends on i alone: every run of the same number writes the same rows, a second run changes nothing, and a
-- larger number adds to a smaller one. Rows that stand in the way (a genre of the same name) are kept and used.
\set ON_ERROR_STOP 1
\if :{?films}
\else
  \set films 1000
\endif
SET client_encoding = 'UTF8';
SET client_min_messages = warning;
\ir words.sql

-- md5, because it gives the same bits on every version and platform of PostgreSQL.
CREATE FUNCTION pg_temp.key(kind text, i bigint) RETURNS uuid IMMUTABLE LANGUAGE sql AS $$ SELECT md5('walcast sample ' || kind || ' ' || i)::uuid $$;
CREATE FUNCTION pg_temp.dice(what text, i bigint) RETURNS int IMMUTABLE LANGUAGE sql AS $$ SELECT ('x' || left(md5(what || ' ' || i), 7))::bit(28)::int $$;
CREATE FUNCTION pg_temp.one(list text[], dice int) RETURNS text IMMUTABLE LANGUAGE sql AS $$ SELECT list[1 + dice % cardinality(list)] $$;
-- Lower numbers of 0 … size-1 come more often: few genres and people are frequent, most are rare.
CREATE FUNCTION pg_temp.skewed(size bigint, dice int) RETURNS bigint IMMUTABLE LANGUAGE sql AS $$ SELECT floor(size * power(dice / 268435456.0::float8, 1.6))::bigint $$;
-- How many people a catalogue of so many films has: four each, then fewer, as the same people make more films.
CREATE FUNCTION pg_temp.people(films bigint) RETURNS bigint IMMUTABLE LANGUAGE sql AS $$ SELECT 4 * least(films, 1000) + 3 * greatest(films - 1000, 0) / 10 $$;
CREATE FUNCTION pg_temp.russian(i bigint) RETURNS boolean IMMUTABLE LANGUAGE sql AS $$ SELECT pg_temp.dice('language', i) % 2 = 0 $$;
CREATE FUNCTION pg_temp.moment(what text, i bigint) RETURNS timestamptz IMMUTABLE LANGUAGE sql AS $$
  SELECT 'epoch'::timestamptz + (1609459200 + pg_temp.dice(what, i) % 94608000) * '1 second'::interval $$;   -- in 2021 to 2023

BEGIN;

INSERT INTO content.genre (id, name, description, created, modified)
SELECT pg_temp.key('genre', n), name,
       CASE WHEN n % 5 = 0 THEN NULL                                      -- some genres go without
            WHEN n <= cardinality(pg_temp.en_genres()) THEN 'Films of the genre ' || lower(name) || ' from all countries and years.'
            ELSE 'Картины жанра «' || lower(name) || '» разных стран и лет.' END,
       pg_temp.moment('genre', n), pg_temp.moment('genre', n)
  FROM unnest(pg_temp.en_genres() || pg_temp.ru_genres()) WITH ORDINALITY AS list (name, n)
    ON CONFLICT DO NOTHING;

INSERT INTO content.person (id, full_name, created, modified)
SELECT pg_temp.key('person', i),
       CASE WHEN NOT russian THEN
              pg_temp.one(pg_temp.en_first_names(), first)
              || CASE WHEN middle % 3 = 0 THEN ' ' || chr(65 + middle % 23) || '.' ELSE '' END
              || ' ' || pg_temp.one(pg_temp.en_last_names(), last)
            ELSE
              pg_temp.one(CASE WHEN woman THEN pg_temp.ru_women() ELSE pg_temp.ru_men() END, first)
              || CASE WHEN middle % 3 = 0 THEN ' ' || split_part(pg_temp.one(pg_temp.ru_patronymics(), middle / 3), '|', 1 + woman::int) ELSE '' END
              || ' ' || pg_temp.one(pg_temp.ru_last_names(), last) || CASE WHEN woman THEN 'а' ELSE '' END
       END,
       moment, moment
  FROM (SELECT i, i % 2 = 0 AS russian, pg_temp.dice('woman', i) % 2 = 0 AS woman, pg_temp.dice('first', i) AS first,
               pg_temp.dice('middle', i) AS middle, pg_temp.dice('last', i) AS last, pg_temp.moment('person', i) AS moment
          FROM generate_series(0, pg_temp.people(:'films') - 1) AS i OFFSET 0) AS person
    ON CONFLICT DO NOTHING;

INSERT INTO content.film_work (id, title, description, creation_date, certificate, file_path, rating, type, created, modified)
SELECT pg_temp.key('film', i),
       CASE WHEN NOT russian THEN
              CASE form % 4
                WHEN 0 THEN 'The ' || pg_temp.one(pg_temp.en_adjectives(), a) || ' ' || pg_temp.one(pg_temp.en_nouns(), b)
                WHEN 1 THEN pg_temp.one(pg_temp.en_nouns(), a) || ' of ' || pg_temp.one(pg_temp.en_places(), b)
                WHEN 2 THEN 'The ' || pg_temp.one(pg_temp.en_nouns(), a) || ' and the ' || pg_temp.one(pg_temp.en_adjectives(), b) || ' ' || pg_temp.one(pg_temp.en_nouns(), a + 7 + b % 9)
                ELSE pg_temp.one(pg_temp.en_adjectives(), a) || ' ' || pg_temp.one(pg_temp.en_nouns(), b) || ': The ' || pg_temp.one(pg_temp.en_nouns(), b + 5 + a % 11)
              END
            ELSE
              CASE form % 4
                WHEN 0 THEN split_part(pg_temp.one(pg_temp.ru_adjectives(), a), '|', gender) || ' ' || pg_temp.one(pg_temp.ru_nouns(gender), b)
                WHEN 1 THEN pg_temp.one(pg_temp.ru_heads(), a) || ' ' || pg_temp.one(pg_temp.ru_genitives(), b)
                WHEN 2 THEN split_part(pg_temp.one(pg_temp.ru_adjectives(), a), '|', gender) || ' ' || pg_temp.one(pg_temp.ru_nouns(gender), b) || ' ' || pg_temp.one(pg_temp.ru_places(), a / 64)
                ELSE initcap(pg_temp.one(pg_temp.ru_nouns(gender), b)) || ' ' || pg_temp.one(pg_temp.ru_genitives(), a)
              END
       END || CASE WHEN form % 23 = 0 THEN ' 2' WHEN form % 61 = 0 THEN ' 3' ELSE '' END,
       CASE WHEN c % 8 = 0 THEN NULL                                      -- one in eight has no description yet
            WHEN NOT russian THEN
              pg_temp.one(pg_temp.en_heroes(), c / 8) || ' ' || pg_temp.one(pg_temp.en_actions(), d) || ', ' || pg_temp.one(pg_temp.en_goals(), d / 32) || '. '
              || pg_temp.one(pg_temp.en_turns(), e) || ' ' || CASE WHEN e % 3 = 0 THEN pg_temp.one(pg_temp.en_turns(), e + 5) || ' ' ELSE '' END
              || pg_temp.one(pg_temp.en_endings(), e / 64)
            ELSE
              pg_temp.one(pg_temp.ru_heroes(), c / 8) || ' ' || pg_temp.one(pg_temp.ru_actions(), d) || ', ' || pg_temp.one(pg_temp.ru_goals(), d / 32) || '. '
              || pg_temp.one(pg_temp.ru_turns(), e) || ' ' || CASE WHEN e % 3 = 0 THEN pg_temp.one(pg_temp.ru_turns(), e + 5) || ' ' ELSE '' END
              || pg_temp.one(pg_temp.ru_endings(), e / 64)
       END,
       CASE WHEN f % 20 = 0 THEN NULL ELSE date '2024-12-31' - (pg_temp.skewed(33000, f))::int END,
       CASE WHEN f % 3 = 0 THEN NULL WHEN NOT russian THEN pg_temp.one(ARRAY['G', 'PG', 'PG-13', 'R'], f / 4) ELSE pg_temp.one(ARRAY['0+', '6+', '12+', '16+', '18+'], f / 4) END,
       CASE WHEN g % 5 < 2 THEN NULL ELSE format('films/%s/%s.mp4', left(md5(i::text), 2), i) END,
       CASE WHEN g % 12 = 0 THEN NULL ELSE (20 + g / 12 % 41 + d / 512 % 41)::float8 / 10 END,
       CASE WHEN g % 7 = 3 THEN 'tv_show' ELSE 'movie' END,
       moment, moment + (g % 20000000) * '1 second'::interval
  FROM (SELECT i, pg_temp.russian(i) AS russian, pg_temp.dice('form', i) AS form, 1 + pg_temp.dice('gender', i) % 3 AS gender,
               pg_temp.dice('a', i) AS a, pg_temp.dice('b', i) AS b, pg_temp.dice('c', i) AS c, pg_temp.dice('d', i) AS d,
               pg_temp.dice('e', i) AS e, pg_temp.dice('f', i) AS f, pg_temp.dice('g', i) AS g, pg_temp.moment('film', i) AS moment
          FROM generate_series(1, :'films'::bigint) AS i OFFSET 0) AS film   -- OFFSET 0: each die is thrown once per row
    ON CONFLICT DO NOTHING;

-- One to four genres of the film's language; every thirtieth film has none.
INSERT INTO content.genre_film_work (id, film_work_id, genre_id, created)
SELECT pg_temp.key('genre of film ' || i, rank), pg_temp.key('film', i), genre.id, pg_temp.moment('film', i)
  FROM (SELECT i, min(n) AS rank, name
          FROM generate_series(1, :'films'::bigint) AS i,
               generate_series(1, CASE WHEN pg_temp.dice('no genre', i) % 30 = 0 THEN 0 ELSE 1 + pg_temp.skewed(4, pg_temp.dice('genres', i))::int END) AS n,
               LATERAL (SELECT CASE WHEN pg_temp.russian(i) THEN pg_temp.ru_genres() ELSE pg_temp.en_genres() END AS list) AS genres,
               LATERAL (SELECT list[1 + pg_temp.skewed(14, pg_temp.dice('genre ' || n, i))] AS name) AS choice
         GROUP BY i, name) AS choice
  JOIN content.genre AS genre USING (name)
    ON CONFLICT DO NOTHING;

-- Up to two directors, two writers and five actors, drawn from the people known when the film was made; somebody may
-- well have two roles. Every fortieth film has nobody.
INSERT INTO content.person_film_work (id, film_work_id, person_id, role, created)
SELECT pg_temp.key(role || ' of film ' || i, min(n)), pg_temp.key('film', i), pg_temp.key('person', person), role, pg_temp.moment('film', i)
  FROM (SELECT i, n, role, pg_temp.skewed(pg_temp.people(i), pg_temp.dice(CASE WHEN n = 1 AND i % 9 = 0 THEN 'author' ELSE role || n END, i)) AS person
          FROM generate_series(1, :'films'::bigint) AS i,
               (VALUES ('director', 2, 3.0), ('writer', 2, 2.0), ('actor', 5, 0.9)) AS roles (role, most, rarity),
               generate_series(1, CASE WHEN pg_temp.dice('nobody', i) % 40 = 0 THEN 0
                                       ELSE round(most * power(pg_temp.dice(role, i) / 268435456.0::float8, rarity) + 0.2)::int END) AS n) AS choice
 GROUP BY i, role, person
    ON CONFLICT DO NOTHING;

COMMIT;
ANALYZE content.genre, content.person, content.film_work, content.genre_film_work, content.person_film_work;
