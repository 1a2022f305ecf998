#include "tests/pg/prove_cases.h"

namespace cdc::test {

std::vector<ProveCase> ProvedOverTheirOwn() {
  return {
      {"TextAndCompositeKeysWithQuotedNames", R"sql(
CREATE SCHEMA "My Shop";
CREATE TABLE "My Shop"."Order" ("No" text, "Year" smallint, "Key" text UNIQUE NOT NULL, "select" text, PRIMARY KEY ("No", "Year"));
CREATE TABLE "My Shop"."Line ""x""" ("No" varchar(10), "Year" int, "Line" int, "sku" text, PRIMARY KEY ("No", "Year", "Line"));
CREATE TABLE "My Shop".sku ("sku" varchar(20) PRIMARY KEY, ":label" text);
INSERT INTO "My Shop"."Order" SELECT 'o' || i % 4, 2000 + i / 4, 'key ''' || i, 'x' FROM generate_series(0, 9) i;
INSERT INTO "My Shop"."Line ""x""" SELECT 'o' || i % 4, 2000 + i % 3, i, 's,"{' || i % 4 FROM generate_series(0, 20) i;
INSERT INTO "My Shop".sku SELECT 's,"{' || i, 'label ' || i FROM generate_series(0, 4) i;
)sql",
       R"sql(
SELECT o."Key" AS _id, o."select", ARRAY(SELECT l."Line" || s.":label" FROM "My Shop"."Line ""x""" l JOIN "My Shop".sku s USING ("sku")
         WHERE l."No" = o."No" AND l."Year" = o."Year" ORDER BY l."Line") AS lines
  FROM "My Shop"."Order" o)sql",
       "", ""},
      {"PartitionsAndInheritance", R"sql(
CREATE TABLE customer (id int, region text, name text, PRIMARY KEY (id, region)) PARTITION BY LIST (region);
CREATE TABLE customer_eu PARTITION OF customer FOR VALUES IN ('eu', 'uk');
CREATE TABLE customer_us (extra int, region text NOT NULL, id int NOT NULL, name text);
ALTER TABLE customer_us DROP COLUMN extra;
ALTER TABLE customer ATTACH PARTITION customer_us FOR VALUES IN ('us');
CREATE TABLE account (id int PRIMARY KEY, customer_id int, region text);
CREATE TABLE event (id int PRIMARY KEY, account_id int, what text);
CREATE TABLE payment (amount numeric) INHERITS (event);
CREATE TABLE part (id int, account_id int, deep int, note text) PARTITION BY RANGE (id);
CREATE TABLE part_low PARTITION OF part FOR VALUES FROM (0) TO (10) PARTITION BY LIST (deep);
CREATE TABLE part_low_0 PARTITION OF part_low FOR VALUES IN (0);
CREATE TABLE part_low_1 PARTITION OF part_low DEFAULT;
CREATE TABLE part_high PARTITION OF part DEFAULT;
INSERT INTO customer SELECT i, (ARRAY['eu', 'us', 'uk'])[i % 3 + 1], 'customer ' || i FROM generate_series(1, 9) i;
INSERT INTO account SELECT i, i % 10, (ARRAY['eu', 'us', 'uk'])[i % 10 % 3 + 1] FROM generate_series(1, 12) i;
INSERT INTO event SELECT i, i % 13, 'event' FROM generate_series(1, 10) i;
INSERT INTO payment SELECT i, i % 13, 'payment', i FROM generate_series(11, 20) i;
INSERT INTO part SELECT i, i % 13, i % 2, 'part ' || i FROM generate_series(1, 20) i;
)sql",
       R"sql(
SELECT a.id AS _id, c.name, (SELECT string_agg(e.what, ',' ORDER BY e.id, e.what) FROM event e WHERE e.account_id = a.id) AS events,
       (SELECT count(*) FROM ONLY event o WHERE o.account_id = a.id) AS plain,
       (SELECT string_agg(p.note, ',' ORDER BY p.id, p.note) FROM part p WHERE p.account_id = a.id) AS parts
  FROM account a LEFT JOIN customer c ON c.id = a.customer_id AND c.region = a.region)sql",
       "", ""},
      {"APartitionedRoot", R"sql(
CREATE TABLE item (id int PRIMARY KEY, name text) PARTITION BY RANGE (id);
CREATE TABLE item_low PARTITION OF item FOR VALUES FROM (0) TO (10);
CREATE TABLE item_high PARTITION OF item FOR VALUES FROM (10) TO (2000);
CREATE TABLE price (item_id int, amount int);
INSERT INTO item SELECT i, 'item ' || i FROM generate_series(1, 20) i;
INSERT INTO price SELECT i % 25, i FROM generate_series(1, 40) i;
)sql",
       R"sql(
SELECT i.id AS _id, i.name, p.best FROM item i LEFT JOIN (SELECT item_id, min(amount) AS best FROM price GROUP BY item_id) p ON p.item_id = i.id)sql",
       "", ""},
      {"WidthsDomainsEnumsAndCollations", R"sql(
CREATE DOMAIN code AS text;
CREATE TYPE mood AS ENUM ('sad', 'fine', 'glad');
CREATE COLLATION loose (provider = icu, locale = 'und-u-ks-level2', deterministic = false);
CREATE TABLE root (id bigint PRIMARY KEY, code code, mood mood, label text COLLATE loose, c text COLLATE "C", list int[]);
CREATE TABLE small (root_id smallint, x varchar(8), mood mood);
CREATE TABLE by_code (code varchar(20), y int);
CREATE TABLE by_mood (mood mood PRIMARY KEY, face text);
CREATE TABLE by_label (label text COLLATE loose, z int);
CREATE TABLE by_c (c text, q text);
CREATE TABLE by_list (list int[], v int);
INSERT INTO root SELECT i, 'code' || i % 3, (ARRAY['sad', 'fine', 'glad'])[i % 3 + 1]::mood, (ARRAY['Aa', 'aA', 'b'])[i % 3 + 1], 'c' || i % 2, ARRAY[i % 2] FROM generate_series(1, 9) i;
INSERT INTO small SELECT i % 11, 'x' || i, (ARRAY['sad', 'fine', 'glad'])[i % 3 + 1]::mood FROM generate_series(1, 20) i;
INSERT INTO by_code SELECT 'code' || i % 4, i FROM generate_series(1, 5) i;
INSERT INTO by_mood VALUES ('sad', ':('), ('glad', ':)');
INSERT INTO by_label VALUES ('AA', 1), ('aa', 2), ('B', 3), ('c', 4);
INSERT INTO by_c VALUES ('c0', 'q0'), ('c1', 'q1'), ('c1', 'q2');
INSERT INTO by_list VALUES ('{0}', 1), ('{1}', 2), ('{1,2}', 3);
)sql",
       R"sql(
SELECT r.id AS _id, (SELECT string_agg(s.x, ',' ORDER BY s.x) FROM small s WHERE s.root_id = r.id) AS xs,
       (SELECT sum(b.y) FROM by_code b WHERE b.code = r.code) AS ys, m.face,
       (SELECT sum(l.z) FROM by_label l WHERE l.label = r.label) AS zs,
       (SELECT string_agg(k.q, ',' ORDER BY k.q) FROM by_c k WHERE k.c COLLATE "C" = r.c) AS qs,
       (SELECT sum(i.v) FROM by_list i WHERE i.list = r.list) AS vs
  FROM root r LEFT JOIN by_mood m ON m.mood = r.mood)sql",
       "", ""},
      {"KeysOfSeveralSpellings", R"sql(
CREATE TABLE price (id numeric PRIMARY KEY, label text);
CREATE TABLE use (price_id numeric, what text);
CREATE TABLE more (use text, note text);
INSERT INTO price SELECT i + 0.50, 'label ' || i FROM generate_series(1, 6) i;
INSERT INTO use SELECT i % 7 + CASE WHEN i % 2 = 0 THEN 0.5 ELSE 0.500 END, 'use ' || i % 4 FROM generate_series(1, 15) i;
INSERT INTO more SELECT 'use ' || i % 5, 'note ' || i FROM generate_series(1, 6) i;
)sql",
       R"sql(
SELECT p.id AS _id, p.label, (SELECT string_agg(u.what || coalesce(m.note, ''), ',' ORDER BY u.what, m.note) FROM use u LEFT JOIN more m ON m.use = u.what
         WHERE u.price_id = p.id) AS uses
  FROM price p)sql",
       "", ""},
      {"PaddedAndBooleanKeys", R"sql(
CREATE TABLE land (code char(4) PRIMARY KEY, name text);
CREATE TABLE town (name text PRIMARY KEY, land char(4), big boolean);
CREATE TABLE size (big boolean PRIMARY KEY, word text);
INSERT INTO land VALUES ('de', 'Germany'), ('fr', 'France'), ('ru', 'Russia'), ('it', 'Italy');
INSERT INTO town VALUES ('Bonn', 'de', false), ('Berlin', 'de', true), ('Paris', 'fr', true), ('Nowhere', 'xx', NULL), ('Kazan', 'ru', true);
INSERT INTO size VALUES (true, 'big'), (false, 'small');
)sql",
       R"sql(
SELECT l.code AS _id, l.name, ARRAY(SELECT t.name || s.word FROM town t JOIN size s ON s.big = t.big WHERE t.land = l.code ORDER BY t.name) AS towns
  FROM land l)sql",
       "", ""},
      {"GeneratedColumns", R"sql(
CREATE TABLE thing (id int PRIMARY KEY, a int, b int GENERATED ALWAYS AS (a % 5) STORED);
CREATE TABLE box (id int PRIMARY KEY, five int, label text);
INSERT INTO thing (id, a) SELECT i, i * 3 % 11 FROM generate_series(1, 10) i;
INSERT INTO box SELECT i, i % 5, 'box ' || i FROM generate_series(1, 7) i;
)sql",
       R"sql(
SELECT t.id AS _id, t.b, (SELECT string_agg(x.label, ',' ORDER BY x.id) FROM box x WHERE x.five = t.b) AS boxes FROM thing t)sql",
       "", ""},
      {"ForeignKeysThatCascade", R"sql(
CREATE TABLE a (id int PRIMARY KEY, name text);
CREATE TABLE b (id int PRIMARY KEY, a_id int REFERENCES a ON DELETE CASCADE ON UPDATE CASCADE, name text);
CREATE TABLE c (id int PRIMARY KEY, b_id int REFERENCES b ON DELETE SET NULL, name text);
CREATE TABLE d (id int PRIMARY KEY, c_id int REFERENCES c ON DELETE CASCADE, name text);
INSERT INTO a SELECT i, 'a' || i FROM generate_series(1, 5) i;
INSERT INTO b SELECT i, i % 5 + 1, 'b' || i FROM generate_series(1, 9) i;
INSERT INTO c SELECT i, i % 9 + 1, 'c' || i FROM generate_series(1, 15) i;
INSERT INTO d SELECT i, i % 15 + 1, 'd' || i FROM generate_series(1, 20) i;
)sql",
       R"sql(
SELECT a.id AS _id, a.name, (SELECT string_agg(concat(b.name, c.name, d.name), ',' ORDER BY b.id, c.id, d.id)
         FROM b LEFT JOIN c ON c.b_id = b.id LEFT JOIN d ON d.c_id = c.id WHERE b.a_id = a.id) AS tree
  FROM a)sql",
       "", ""},
      {"UuidsAndManyToManyTwice", R"sql(
CREATE TABLE x (id uuid PRIMARY KEY, name text);
CREATE TABLE x_y (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), x_id uuid, y_id uuid);
CREATE TABLE y (id uuid PRIMARY KEY, name text);
CREATE TABLE y_z (y_id uuid, z_id uuid, PRIMARY KEY (y_id, z_id));
CREATE TABLE z (id uuid PRIMARY KEY, name text, hot int);
INSERT INTO x SELECT md5('x' || i)::uuid, 'x' || i FROM generate_series(1, 8) i;
INSERT INTO y SELECT md5('y' || i)::uuid, 'y' || i FROM generate_series(1, 6) i;
INSERT INTO z SELECT md5('z' || i)::uuid, 'z' || i, i FROM generate_series(1, 4) i;
INSERT INTO x_y (x_id, y_id) SELECT md5('x' || i % 9)::uuid, md5('y' || i * 5 % 7)::uuid FROM generate_series(1, 20) i;
INSERT INTO y_z SELECT DISTINCT md5('y' || i % 7)::uuid, md5('z' || i * 3 % 5)::uuid FROM generate_series(1, 20) i;
)sql",
       R"sql(
SELECT x.id AS _id, x.name, coalesce(jsonb_agg(DISTINCT z.name) FILTER (WHERE z.id IS NOT NULL), '[]') AS zs, bool_or(y.name = 'y3') AS three
  FROM x LEFT JOIN x_y ON x_y.x_id = x.id LEFT JOIN y ON y.id = x_y.y_id LEFT JOIN y_z ON y_z.y_id = y.id LEFT JOIN z ON z.id = y_z.z_id
 GROUP BY x.id)sql",
       "", ""},
  };
}

}  // namespace cdc::test
