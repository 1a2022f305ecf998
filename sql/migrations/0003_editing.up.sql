-- What the editing API needs: versions, an index for search by a name that is not quite right, the history, and the
-- roles that work on it. pg_trgm is a trusted extension: the owner of the database may make it.
CREATE EXTENSION IF NOT EXISTS pg_trgm WITH SCHEMA public;

-- A version counts the updates of a row, whoever makes them: who saves names the one that was read.
ALTER TABLE content.film_work ADD COLUMN version bigint NOT NULL DEFAULT 1;
ALTER TABLE content.genre ADD COLUMN version bigint NOT NULL DEFAULT 1;
ALTER TABLE content.person ADD COLUMN version bigint NOT NULL DEFAULT 1;
CREATE FUNCTION content.count_version() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $$
BEGIN
  NEW.version := OLD.version + 1;
  NEW.modified := now();
  RETURN NEW;
END $$;
CREATE TRIGGER count_version BEFORE UPDATE ON content.film_work FOR EACH ROW EXECUTE FUNCTION content.count_version();
CREATE TRIGGER count_version BEFORE UPDATE ON content.genre FOR EACH ROW EXECUTE FUNCTION content.count_version();
CREATE TRIGGER count_version BEFORE UPDATE ON content.person FOR EACH ROW EXECUTE FUNCTION content.count_version();

CREATE INDEX film_work_title_trgm_idx ON content.film_work USING gin (title public.gin_trgm_ops);
CREATE INDEX person_full_name_trgm_idx ON content.person USING gin (full_name public.gin_trgm_ops);

CREATE SCHEMA IF NOT EXISTS admin;

-- Every change made through the admin server. A row is never changed or removed; each holds a hash of what it says and
-- of the row before it, so that one that was changed all the same is found (walcast-admin audit verify).
CREATE TABLE admin.history (
    seq         bigint PRIMARY KEY,        -- 1, 2, 3 … without gaps, in the order of the commits
    at          timestamptz NOT NULL,
    actor_id    uuid,                      -- of the user; NULL: the command line
    actor       text NOT NULL,
    address     text NOT NULL,             -- where the request came from; '' where there was none
    request_id  text NOT NULL,
    object_type text NOT NULL,             -- 'film', 'genre', 'person', 'user', …
    object_id   text NOT NULL,
    object_name text NOT NULL,             -- as it was called then
    action      text NOT NULL,             -- 'create', 'update', 'delete', 'revert', 'import', …
    before      jsonb,                     -- NULL: it did not exist
    after       jsonb,                     -- NULL: it does not exist any more
    hash        bytea NOT NULL
);
CREATE INDEX history_object_idx ON admin.history (object_type, object_id, seq);
CREATE INDEX history_actor_idx ON admin.history (actor, seq);
CREATE INDEX history_at_idx ON admin.history (at);
-- The films of genres and people that were deleted or came back: they are part of the films' history.
CREATE INDEX history_films_idx ON admin.history USING gin ((coalesce(before, after) -> 'films') jsonb_path_ops)
  WHERE object_type IN ('genre', 'person');

-- Numbers and hashes a new row. Appending is one at a time until the end of the transaction: who appends as the last
-- thing before the commit holds up others for one flush of the WAL, and can be part of no deadlock. The row before is
-- read by a statement that begins once the lock is held, so it is the newest that is committed or of this transaction.
CREATE FUNCTION admin.chain_history() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $$
DECLARE
  last record;
BEGIN
  PERFORM pg_advisory_xact_lock(7719035521148060211);
  SELECT seq, hash INTO last FROM admin.history ORDER BY seq DESC LIMIT 1;
  NEW.seq := coalesce(last.seq, 0) + 1;
  NEW.at := clock_timestamp();
  -- The text is what jsonb makes of the row: the same on every server, whatever its settings.
  NEW.hash := sha256(coalesce(last.hash, '\x'::bytea) || convert_to(jsonb_build_array(
      NEW.seq, extract(epoch FROM NEW.at), NEW.actor_id, NEW.actor, NEW.address, NEW.request_id, NEW.object_type,
      NEW.object_id, NEW.object_name, NEW.action, NEW.before, NEW.after)::text, 'UTF8'));
  RETURN NEW;
END $$;
CREATE TRIGGER chain_history BEFORE INSERT ON admin.history FOR EACH ROW EXECUTE FUNCTION admin.chain_history();

CREATE FUNCTION admin.refuse_to_forget() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $$
BEGIN
  RAISE EXCEPTION 'the history is only ever appended to' USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER refuse_to_forget BEFORE UPDATE OR DELETE OR TRUNCATE ON admin.history
  FOR EACH STATEMENT EXECUTE FUNCTION admin.refuse_to_forget();

-- Answers to POST requests with an Idempotency-Key, kept for a day: the same request again gets the same answer.
CREATE TABLE admin.idempotency (
    actor   text NOT NULL,                 -- the key is the actor's own
    key     text NOT NULL,
    request bytea NOT NULL,                -- a hash of route and body
    status  integer,
    headers jsonb,
    body    text,
    created timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (actor, key)
);
CREATE INDEX idempotency_created_idx ON admin.idempotency (created);

-- Two roles that nobody signs in as: the operator grants them to the server's login roles. They belong to the cluster,
-- so another database of it may have made them, or makes them at this moment.
DO $$
DECLARE
  wanted text;
BEGIN
  FOREACH wanted IN ARRAY ARRAY['walcast_reader', 'walcast_editor'] LOOP
    CONTINUE WHEN EXISTS (SELECT FROM pg_roles WHERE rolname = wanted);
    BEGIN
      EXECUTE format('CREATE ROLE %I NOLOGIN', wanted);
    EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
    END;
  END LOOP;
END $$;
GRANT USAGE ON SCHEMA content TO walcast_reader, walcast_editor;
GRANT SELECT ON ALL TABLES IN SCHEMA content TO walcast_reader;
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA content TO walcast_editor;
GRANT USAGE ON SCHEMA admin TO walcast_editor;
GRANT SELECT, INSERT ON admin.history TO walcast_editor;
GRANT SELECT, INSERT, UPDATE, DELETE ON admin.idempotency TO walcast_editor;
