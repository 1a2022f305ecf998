-- Rows of the history, in the order of the arrays; the table numbers and chains them.
INSERT INTO admin.history (seq, at, hash, actor_id, actor, address, request_id,
                           object_type, object_id, object_name, action, before, after)
SELECT 0, now(), '', nullif($1, '')::uuid, $2, $3, $4, type, id, name, action, before, after
  FROM unnest($5::text[], $6::text[], $7::text[], $8::text[], $9::jsonb[], $10::jsonb[])
       WITH ORDINALITY AS change (type, id, name, action, before, after, place)
 ORDER BY place
