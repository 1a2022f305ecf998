-- The roles and pg_trgm stay: other databases, or other tables of this one, may use them.
REVOKE ALL ON ALL TABLES IN SCHEMA content FROM walcast_reader, walcast_editor;
REVOKE ALL ON SCHEMA content FROM walcast_reader, walcast_editor;
DROP TABLE admin.idempotency, admin.history;
DROP FUNCTION admin.chain_history(), admin.refuse_to_forget();
DROP SCHEMA admin;
DROP INDEX content.film_work_title_trgm_idx, content.person_full_name_trgm_idx;
DROP TRIGGER count_version ON content.film_work;
DROP TRIGGER count_version ON content.genre;
DROP TRIGGER count_version ON content.person;
DROP FUNCTION content.count_version();
ALTER TABLE content.film_work DROP COLUMN version;
ALTER TABLE content.genre DROP COLUMN version;
ALTER TABLE content.person DROP COLUMN version;
