-- The film catalogue: what editors keep and what the shipped documents are made of.
CREATE SCHEMA content;

CREATE TABLE content.film_work (
    id            uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    title         text NOT NULL,
    description   text,
    creation_date date,
    certificate   text,
    file_path     text,
    rating        double precision CHECK (rating >= 0 AND rating <= 10),
    type          text NOT NULL CHECK (type IN ('movie', 'tv_show')),
    created       timestamptz NOT NULL DEFAULT now(),
    modified      timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE content.genre (
    id          uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    name        text NOT NULL UNIQUE,
    description text,
    created     timestamptz NOT NULL DEFAULT now(),
    modified    timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE content.person (
    id        uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    full_name text NOT NULL,
    created   timestamptz NOT NULL DEFAULT now(),
    modified  timestamptz NOT NULL DEFAULT now()
);

-- The link tables have keys of their own, as object mappers ask for. A deleted link names its film only where
-- the replica identity holds more than that key.
CREATE TABLE content.genre_film_work (
    id           uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    film_work_id uuid NOT NULL REFERENCES content.film_work (id) ON DELETE CASCADE,
    genre_id     uuid NOT NULL REFERENCES content.genre (id) ON DELETE CASCADE,
    created      timestamptz NOT NULL DEFAULT now(),
    UNIQUE (film_work_id, genre_id)
);

CREATE TABLE content.person_film_work (
    id           uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    film_work_id uuid NOT NULL REFERENCES content.film_work (id) ON DELETE CASCADE,
    person_id    uuid NOT NULL REFERENCES content.person (id) ON DELETE CASCADE,
    role         text NOT NULL CHECK (role IN ('actor', 'director', 'writer')),
    created      timestamptz NOT NULL DEFAULT now(),
    UNIQUE (film_work_id, person_id, role)
);
