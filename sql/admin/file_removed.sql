-- Files that were taken away from their films, or went with them longer ago than $1, of keys that begin with $2.
SELECT key
  FROM admin.file_removed
 WHERE (NOT with_film OR removed < now() - $1::interval) AND starts_with(key, $2)
 ORDER BY key
 LIMIT 1000
