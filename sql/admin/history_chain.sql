-- The rows behind $1, $2 at most, each with the text that its hash is made of.
SELECT seq,
       encode(hash, 'hex') AS hash,
       jsonb_build_array(seq, extract(epoch FROM at), actor_id, actor, address, request_id, object_type, object_id,
                         object_name, action, before, after)::text AS content
  FROM admin.history
 WHERE seq > $1::bigint
 ORDER BY seq
 LIMIT $2::bigint
