-- The bytes stay in the storage: nothing refers to them any more.
DROP TRIGGER bring_files_back ON content.film_work;
DROP TABLE admin.file_removed, admin.file_store, content.film_file;
DROP FUNCTION admin.note_removed_file(), admin.bring_files_back();
