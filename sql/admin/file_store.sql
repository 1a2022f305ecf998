-- What the keys of this database begin with.
SELECT catalogue FROM admin.file_store
