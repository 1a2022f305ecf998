-- The database of the catalogue and the login roles of walcast and walcast-admin, with the passwords that stand in the environment
-- variables role_password and admin_password. Connect to another database; a second run changes the passwords alone.
\getenv password role_password
\getenv admin_password admin_password
SELECT 'CREATE DATABASE catalogue' WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = 'catalogue') \gexec
SELECT 'CREATE ROLE walcast' WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'walcast') \gexec
ALTER ROLE walcast LOGIN REPLICATION PASSWORD :'password';
SELECT 'CREATE ROLE walcast_admin' WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'walcast_admin') \gexec
ALTER ROLE walcast_admin LOGIN PASSWORD :'admin_password';
