-- Rows of the history, the newest first: from $1 on, $2 at most, of $3… where they are given. Who asks sees the
-- types of $3, or all where it is null. Of a film also the genres and people that went, or came back, with
-- their links to it; and its files, whose id in the history is the film's.
SELECT json_build_object(
         'seq', seq, 'at', at, 'actor_id', actor_id, 'actor', actor, 'address', address, 'request_id', request_id,
         'object_type', object_type, 'object_id', object_id, 'object_name', object_name, 'action', action)::text,
       before, after
  FROM admin.history
 WHERE ($3::text[] IS NULL OR object_type = ANY ($3))
   AND (($4::text IS NULL OR object_type = $4) AND ($5::text IS NULL OR object_id = $5)
        OR $4 = 'film' AND object_type = 'film_file' AND object_id = $5
        OR $4 = 'film' AND object_type IN ('genre', 'person')
           AND (coalesce(before, after) -> 'films' @> jsonb_build_array($5::text)
                OR coalesce(before, after) -> 'films' @> jsonb_build_array(jsonb_build_object('id', $5::text))))
   AND ($6::text IS NULL OR actor = $6)
   AND ($7::text IS NULL OR action = $7)
   AND ($8::date IS NULL OR at >= $8::date)
   AND ($9::date IS NULL OR at < $9::date + 1)
 ORDER BY seq DESC
OFFSET $1::bigint LIMIT $2::bigint
