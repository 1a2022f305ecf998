-- What the request $1 of the actor $2 changed in the catalogue, as the history has it, among that actor's last 50,000 changes.
SELECT object_type, object_id, object_name, before, after
  FROM (SELECT request_id, seq, actor_id, object_type, object_id, object_name, before, after
          FROM admin.history
         WHERE actor = $3
         ORDER BY seq DESC
         LIMIT 50000) AS recent
 WHERE request_id = $1
   AND actor_id = $2::uuid
   AND object_type IN ('film', 'genre', 'person')
 ORDER BY seq
 LIMIT $4::bigint
