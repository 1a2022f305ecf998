-- A catalogue as others keep it: no certificate, no file_path, nothing that fills in a key or a time, hardly a constraint. The rows
-- are made up.
CREATE SCHEMA content;
CREATE TABLE content.film_work (
    id uuid PRIMARY KEY, title text NOT NULL, description text, creation_date date, rating double precision, type text NOT NULL,
    created timestamptz, modified timestamptz
);
CREATE TABLE content.genre (id uuid PRIMARY KEY, name text NOT NULL, description text, created timestamptz, modified timestamptz);
CREATE TABLE content.person (id uuid PRIMARY KEY, full_name text NOT NULL, created timestamptz, modified timestamptz);
CREATE TABLE content.genre_film_work (
    id uuid PRIMARY KEY, film_work_id uuid NOT NULL REFERENCES content.film_work (id) ON DELETE CASCADE,
    genre_id uuid NOT NULL REFERENCES content.genre (id) ON DELETE CASCADE, created timestamptz, UNIQUE (film_work_id, genre_id)
);
CREATE TABLE content.person_film_work (
    id uuid PRIMARY KEY, film_work_id uuid NOT NULL REFERENCES content.film_work (id) ON DELETE CASCADE,
    person_id uuid NOT NULL REFERENCES content.person (id) ON DELETE CASCADE, role text NOT NULL, created timestamptz,
    UNIQUE (film_work_id, person_id, role)
);

INSERT INTO content.film_work VALUES
  ('00000000-0000-4000-8000-00000000f101', 'The Quiet Lighthouse', 'A keeper counts ships.', '1957-03-01', 7.4, 'movie', now(), now()),
  ('00000000-0000-4000-8000-00000000f102', 'Снег над гаванью', NULL, NULL, NULL, 'movie', NULL, NULL),
  ('00000000-0000-4000-8000-00000000f103', 'Trains of "Night"', 'Back\slash, tab\tand a newline' || chr(10) || 'in it', '2001-12-31', 0, 'tv_show', now(), NULL),
  ('00000000-0000-4000-8000-00000000f104', 'Nobody is in this one', '', '0001-01-01', 10, 'movie', NULL, now());
INSERT INTO content.genre VALUES
  ('00000000-0000-4000-8000-00000000a101', 'Drama', NULL, NULL, NULL),
  ('00000000-0000-4000-8000-00000000a102', 'Комедия', 'смешно', now(), now()),
  ('00000000-0000-4000-8000-00000000a103', 'Unused', NULL, NULL, NULL);
INSERT INTO content.person VALUES
  ('00000000-0000-4000-8000-00000000b101', 'Ada Northwind', now(), now()),
  ('00000000-0000-4000-8000-00000000b102', 'Пётр Гавань', NULL, NULL),
  ('00000000-0000-4000-8000-00000000b103', 'Two Roles', NULL, NULL),
  ('00000000-0000-4000-8000-00000000b104', 'No Films', NULL, NULL);
INSERT INTO content.genre_film_work VALUES
  ('00000000-0000-4000-8000-00000000c101', '00000000-0000-4000-8000-00000000f101', '00000000-0000-4000-8000-00000000a101', NULL),
  ('00000000-0000-4000-8000-00000000c102', '00000000-0000-4000-8000-00000000f101', '00000000-0000-4000-8000-00000000a102', NULL),
  ('00000000-0000-4000-8000-00000000c103', '00000000-0000-4000-8000-00000000f103', '00000000-0000-4000-8000-00000000a102', now());
INSERT INTO content.person_film_work VALUES
  ('00000000-0000-4000-8000-00000000d101', '00000000-0000-4000-8000-00000000f101', '00000000-0000-4000-8000-00000000b101', 'actor', NULL),
  ('00000000-0000-4000-8000-00000000d102', '00000000-0000-4000-8000-00000000f101', '00000000-0000-4000-8000-00000000b103', 'director', NULL),
  ('00000000-0000-4000-8000-00000000d103', '00000000-0000-4000-8000-00000000f101', '00000000-0000-4000-8000-00000000b103', 'writer', NULL),
  ('00000000-0000-4000-8000-00000000d104', '00000000-0000-4000-8000-00000000f102', '00000000-0000-4000-8000-00000000b102', 'actor', now());
