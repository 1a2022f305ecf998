-- Which of the keys $1 belong to no film, and to none that may come back.
SELECT key
  FROM unnest($1::text[]) AS listed (key)
 WHERE NOT EXISTS (SELECT FROM content.film_file AS file WHERE file.key = listed.key)
   AND NOT EXISTS (SELECT FROM admin.file_removed AS file WHERE file.key = listed.key)
