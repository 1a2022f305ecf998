-- The files of the film $1, as JSON; no row where there is no such film.
SELECT (SELECT coalesce(json_agg(json_build_object(
                 'id', file.id, 'film_id', file.film_work_id, 'kind', file.kind, 'name', file.name, 'type', file.type,
                 'size', file.size, 'sha256', file.sha256, 'created', file.created, 'created_by', file.created_by)
               ORDER BY file.kind), '[]')
          FROM content.film_file AS file
         WHERE file.film_work_id = film.id)::text
  FROM content.film_work AS film
 WHERE film.id = $1::uuid
