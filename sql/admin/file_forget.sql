-- Forgets the files $1, so that they come back with no film any more; those that have not come back meanwhile.
DELETE FROM admin.file_removed WHERE key = ANY ($1::text[]) RETURNING key
