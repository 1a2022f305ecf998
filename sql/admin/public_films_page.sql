-- A page of films as the public API shows it, or no row where there is no such page. $1: its number, NULL for the last.
WITH counted AS (
  SELECT coalesce(sum(change), 0)::bigint AS films FROM admin.row_counts WHERE counted = 'film_work'
), sized AS (
  SELECT films, greatest(1, (films + 49) / 50) AS pages FROM counted
), asked AS MATERIALIZED (
  SELECT films, pages, coalesce($1::bigint, pages) AS page,
         coalesce($1::bigint, pages) > (pages + 1) / 2 AS from_the_end
    FROM sized
), listed AS MATERIALIZED (
  -- The nearer end of the index is walked from; the other walk is not begun, as its LIMIT is 0. Arrays, because the planner
  -- takes a LIMIT that it cannot know for a tenth of the table, and would join all of it.
  SELECT ARRAY(SELECT id FROM content.film_work ORDER BY title, id
               OFFSET greatest(0, page - 1) * 50
                LIMIT CASE WHEN from_the_end THEN 0 ELSE 50 END)
         || ARRAY(SELECT id FROM content.film_work ORDER BY title DESC, id DESC
                  OFFSET greatest(0, films - page * 50)
                   LIMIT CASE WHEN from_the_end THEN greatest(0, least(50, films - (page - 1) * 50)) ELSE 0 END) AS ids
    FROM asked
)
SELECT json_build_object(
         'count', films,
         'total_pages', pages,
         'prev', CASE WHEN page > 1 THEN page - 1 END,
         'next', CASE WHEN page < pages THEN page + 1 END,
         'results', (
           SELECT coalesce(json_agg(film), '[]')
             FROM (SELECT f.id, f.title, f.description, f.creation_date,
                          -- A whole number keeps its point, as clients know it.
                          CASE WHEN f.rating = trunc(f.rating) THEN to_json(f.rating::numeric(3, 1)) ELSE to_json(f.rating) END AS rating,
                          f.type,
                          ARRAY(SELECT g.name
                                  FROM content.genre_film_work AS link
                                  JOIN content.genre AS g ON g.id = link.genre_id
                                 WHERE link.film_work_id = f.id
                                 ORDER BY g.name) AS genres,
                          people.*
                     FROM content.film_work AS f
                    CROSS JOIN LATERAL (
                          SELECT coalesce(array_agg(name) FILTER (WHERE role = 'actor'), '{}') AS actors,
                                 coalesce(array_agg(name) FILTER (WHERE role = 'director'), '{}') AS directors,
                                 coalesce(array_agg(name) FILTER (WHERE role = 'writer'), '{}') AS writers
                            FROM (SELECT link.role, p.full_name AS name   -- a name that several have stands once, where the first of them does
                                    FROM content.person_film_work AS link
                                    JOIN content.person AS p ON p.id = link.person_id
                                   WHERE link.film_work_id = f.id
                                   GROUP BY link.role, p.full_name
                                   ORDER BY min(link.position), p.full_name) AS sorted
                          ) AS people
                    WHERE f.id = ANY ((SELECT ids FROM listed)::uuid[])
                    ORDER BY f.title, f.id) AS film))
  FROM asked
 WHERE page BETWEEN 1 AND pages
