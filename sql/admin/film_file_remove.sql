-- Takes the file of kind $2 away from the film $1; its bytes are left to be deleted.
DELETE FROM content.film_file AS file
 WHERE file.film_work_id = $1::uuid AND file.kind = $2
RETURNING file.key, json_build_object(
            'id', file.id, 'film_id', file.film_work_id, 'kind', file.kind, 'name', file.name, 'type', file.type,
            'size', file.size, 'sha256', file.sha256, 'created', file.created, 'created_by', file.created_by)::text
