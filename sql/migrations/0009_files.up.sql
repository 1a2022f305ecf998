-- Files of films: one poster and one video each. Their bytes lie elsewhere, under a key; a row here says which, and is
-- all that makes them a film's. The catalogue's documents do not read this table.
CREATE TABLE content.film_file (
    id           uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    film_work_id uuid NOT NULL REFERENCES content.film_work (id) ON DELETE CASCADE,
    kind         text NOT NULL CHECK (kind IN ('poster', 'video')),
    name         text NOT NULL CHECK (name <> '' AND octet_length(name) <= 255),  -- as it was called where it came from
    type         text NOT NULL,                                                   -- the media type of its bytes
    size         bigint NOT NULL CHECK (size > 0),
    sha256       text NOT NULL CHECK (sha256 ~ '^[0-9a-f]{64}$'),
    key          text NOT NULL UNIQUE,                                            -- in the storage
    created      timestamptz NOT NULL DEFAULT now(),
    created_by   text NOT NULL,                                                   -- the user's name
    UNIQUE (film_work_id, kind)
);

-- What the keys of this database begin with: databases that share a storage leave each other's files alone. `swept`:
-- when somebody last looked for files that nothing refers to; who moves it on has the next turn.
CREATE TABLE admin.file_store (
    one       boolean PRIMARY KEY DEFAULT true CHECK (one),
    catalogue uuid NOT NULL DEFAULT gen_random_uuid(),
    swept     timestamptz NOT NULL DEFAULT '-infinity'
);
INSERT INTO admin.file_store DEFAULT VALUES;

-- Files whose row is gone and whose bytes are not, yet. Those that went with their film come back with it.
CREATE TABLE admin.file_removed (
    LIKE content.film_file,
    removed   timestamptz NOT NULL DEFAULT now(),
    with_film boolean NOT NULL,
    PRIMARY KEY (key)
);
CREATE INDEX file_removed_film_idx ON admin.file_removed (film_work_id) WHERE with_film;

-- Whoever deletes, with whatever rights on these tables: so they run as their owner.
CREATE FUNCTION admin.note_removed_file() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  INSERT INTO admin.file_removed
  SELECT OLD.*, now(), NOT EXISTS (SELECT FROM content.film_work WHERE id = OLD.film_work_id)
      ON CONFLICT (key) DO NOTHING;
  RETURN NULL;
END $$;
CREATE TRIGGER note_removed_file AFTER DELETE ON content.film_file FOR EACH ROW EXECUTE FUNCTION admin.note_removed_file();

CREATE FUNCTION admin.bring_files_back() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF EXISTS (SELECT FROM admin.file_removed WHERE with_film) THEN
    WITH back AS (
      DELETE FROM admin.file_removed AS file USING made
       WHERE file.with_film AND file.film_work_id = made.id
      RETURNING file.*
    )
    INSERT INTO content.film_file (id, film_work_id, kind, name, type, size, sha256, key, created, created_by)
    SELECT id, film_work_id, kind, name, type, size, sha256, key, created, created_by FROM back
        ON CONFLICT DO NOTHING;
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER bring_files_back AFTER INSERT ON content.film_work REFERENCING NEW TABLE AS made
  FOR EACH STATEMENT EXECUTE FUNCTION admin.bring_files_back();
REVOKE ALL ON FUNCTION admin.note_removed_file(), admin.bring_files_back() FROM PUBLIC;

GRANT SELECT ON content.film_file TO walcast_reader;
GRANT SELECT, INSERT, UPDATE, DELETE ON content.film_file TO walcast_editor;
GRANT SELECT, DELETE ON admin.file_removed TO walcast_editor;
GRANT SELECT, UPDATE ON admin.file_store TO walcast_editor;
