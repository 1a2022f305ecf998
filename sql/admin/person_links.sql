-- The films of people, with what they did and at which place: kept with a person who is deleted, so that they can come back with them.
SELECT link.person_id,
       json_agg(json_build_object('id', link.film_work_id, 'role', link.role, 'position', link.position) ORDER BY link.film_work_id, link.role)::text
  FROM content.person_film_work AS link
 WHERE link.person_id = ANY ($1::uuid[])
 GROUP BY link.person_id
