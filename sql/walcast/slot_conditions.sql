-- What making a logical slot needs of the server and of our role. Older minors do not have output_plugin_libraries, and the others
-- do not show it to everyone.
SELECT current_user,
       (SELECT rolsuper OR rolreplication FROM pg_roles WHERE rolname = current_user),
       current_setting('wal_level'),
       current_setting('server_encoding'),
       (SELECT count(*) FROM pg_replication_slots),
       current_setting('max_replication_slots'),
       (SELECT setting FROM pg_settings WHERE name = 'output_plugin_libraries'),
       current_setting('server_version_num')
