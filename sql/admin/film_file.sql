-- The file of kind $2 of the film $1.
SELECT key, name, type, size, sha256, created
  FROM content.film_file
 WHERE film_work_id = $1::uuid AND kind = $2
