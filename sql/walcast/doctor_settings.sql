-- What doctor judges beside the conditions of a slot. max_slot_wal_keep_size in MB, -1: without limit; wal_sender_timeout in ms.
SELECT current_setting('max_wal_senders'),
       (SELECT count(*) FROM pg_stat_replication),
       (SELECT setting FROM pg_settings WHERE name = 'max_slot_wal_keep_size'),
       (SELECT setting FROM pg_settings WHERE name = 'wal_sender_timeout'),
       has_database_privilege(current_database(), 'TEMPORARY'),
       current_database(),
       current_user,
       current_setting('server_version')
