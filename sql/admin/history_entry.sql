-- One row of the history, where its type is one of $2; any where that is null.
SELECT json_build_object(
         'seq', seq, 'at', at, 'actor_id', actor_id, 'actor', actor, 'address', address, 'request_id', request_id,
         'object_type', object_type, 'object_id', object_id, 'object_name', object_name, 'action', action,
         'before', before, 'after', after, 'hash', encode(hash, 'hex'))::text,
       before, after
  FROM admin.history
 WHERE seq = $1::bigint
   AND ($2::text[] IS NULL OR object_type = ANY ($2))
