-- Who may sign in, with what, and what machines present in place of a password. Users are never removed, as the history
-- names them: they are disabled.
CREATE SCHEMA IF NOT EXISTS admin;

CREATE TABLE admin.users (
    id             uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    name           text NOT NULL CHECK (char_length(name) BETWEEN 1 AND 150),
    -- What a name is compared by: letters of either case, and of either width, are the same.
    name_key       text NOT NULL UNIQUE GENERATED ALWAYS AS (lower(normalize(name, NFKC))) STORED,
    role           text NOT NULL CHECK (role IN ('viewer', 'editor', 'operator', 'administrator')),
    password       text NOT NULL,          -- Argon2id, or PBKDF2 as Django writes it until the next sign-in
    one_time       boolean NOT NULL DEFAULT false,  -- the password was made for the user, who has to replace it
    password_until timestamptz,            -- of one that is for one time
    disabled       boolean NOT NULL DEFAULT false,
    epoch          bigint NOT NULL DEFAULT 1,  -- counts what ends the user's sessions
    created        timestamptz NOT NULL DEFAULT now(),
    signed_in      timestamptz             -- the last time; NULL: never
);

-- The secret is kept as it is: the server computes codes from it, and a key to it would lie where the password of this
-- database lies. Only walcast_editor may read it.
CREATE TABLE admin.second_factors (
    user_id   uuid PRIMARY KEY REFERENCES admin.users (id) ON DELETE CASCADE,
    secret    bytea NOT NULL,
    confirmed boolean NOT NULL DEFAULT false,
    last_step bigint NOT NULL DEFAULT 0,   -- of the last code that was taken: none is taken twice
    created   timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE admin.recovery_codes (
    user_id uuid NOT NULL REFERENCES admin.users (id) ON DELETE CASCADE,
    hash    bytea NOT NULL,                -- SHA-256; the row goes when the code is used
    PRIMARY KEY (user_id, hash)
);

CREATE TABLE admin.tokens (
    id      uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    user_id uuid NOT NULL REFERENCES admin.users (id) ON DELETE CASCADE,
    name    text NOT NULL CHECK (char_length(name) BETWEEN 1 AND 100),
    scopes  text[] NOT NULL CHECK (scopes <@ ARRAY['read', 'edit', 'operate'] AND cardinality(scopes) BETWEEN 1 AND 3),
    hash    bytea NOT NULL UNIQUE,         -- SHA-256
    created timestamptz NOT NULL DEFAULT now(),
    expires timestamptz NOT NULL,
    revoked timestamptz,
    used    timestamptz                    -- the last time, to the minute
);
CREATE INDEX tokens_user_idx ON admin.tokens (user_id);

-- The one-time token by which the first administrator is made: at most one row, none once there is a user.
CREATE TABLE admin.setup (
    one     boolean PRIMARY KEY DEFAULT true CHECK (one),
    hash    bytea NOT NULL,                -- SHA-256
    created timestamptz NOT NULL DEFAULT now()
);

-- What people see of a user and of a token.
CREATE VIEW admin.user_records AS
  SELECT u.id, u.name, u.role, u.disabled, u.one_time, u.created, u.signed_in,
         EXISTS (SELECT FROM admin.second_factors f WHERE f.user_id = u.id AND f.confirmed) AS second_factor
  FROM admin.users u;
CREATE VIEW admin.token_records AS
  SELECT t.id, t.user_id, u.name AS "user", t.name, t.scopes, t.created, t.expires, t.revoked, t.used,
         t.revoked IS NULL AND t.expires > now() AND NOT u.disabled AS valid
  FROM admin.tokens t JOIN admin.users u ON u.id = t.user_id;

GRANT USAGE ON SCHEMA admin TO walcast_editor;
GRANT SELECT, INSERT, UPDATE ON admin.users, admin.tokens TO walcast_editor;
GRANT SELECT, INSERT, UPDATE, DELETE ON admin.second_factors, admin.recovery_codes, admin.setup TO walcast_editor;
GRANT SELECT ON admin.user_records, admin.token_records TO walcast_editor;
