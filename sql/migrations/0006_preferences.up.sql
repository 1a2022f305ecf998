-- What a user has chosen in the panel: columns, saved views, theme, language. The panel alone knows what it means.
CREATE TABLE admin.preferences (
    user_id uuid PRIMARY KEY REFERENCES admin.users (id) ON DELETE CASCADE,
    version bigint NOT NULL DEFAULT 1,     -- counts the changes
    body    json NOT NULL CHECK (json_typeof(body) = 'object' AND octet_length(body::text) <= 65536),
    changed timestamptz NOT NULL DEFAULT now()
);

GRANT SELECT, INSERT, UPDATE, DELETE ON admin.preferences TO walcast_editor;
