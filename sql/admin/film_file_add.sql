INSERT INTO content.film_file AS file (film_work_id, kind, name, type, size, sha256, key, created_by)
VALUES ($1::uuid, $2, $3, $4, $5::bigint, $6, $7, $8)
RETURNING json_build_object(
            'id', file.id, 'film_id', file.film_work_id, 'kind', file.kind, 'name', file.name, 'type', file.type,
            'size', file.size, 'sha256', file.sha256, 'created', file.created, 'created_by', file.created_by)::text
