-- What these roles may do in the catalogue, once the migrations have made it.
GRANT CONNECT, TEMPORARY ON DATABASE catalogue TO walcast;
GRANT USAGE ON SCHEMA content TO walcast;
GRANT SELECT ON ALL TABLES IN SCHEMA content TO walcast;
ALTER DEFAULT PRIVILEGES IN SCHEMA content GRANT SELECT ON TABLES TO walcast;
GRANT walcast_editor TO walcast_admin;
