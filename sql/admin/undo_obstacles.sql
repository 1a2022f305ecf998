-- What keeps states from coming back: of the films $1 ([{"id", "genres", "people"}]) those with a link to a genre or person
-- that is neither there nor in $3; of the genres $2 ([{"id", "name"}]) those whose name another one has that is not in $3.
WITH links AS (
  SELECT film.id, link.id AS linked
    FROM jsonb_to_recordset($1::jsonb) AS film (id uuid, genres jsonb, people jsonb),
         LATERAL (SELECT genre::uuid AS id FROM jsonb_array_elements_text(film.genres) AS genre
                  UNION ALL
                  SELECT (person ->> 'id')::uuid FROM jsonb_array_elements(film.people) AS person) AS link
)
SELECT DISTINCT id, 'link' AS what
  FROM links
 WHERE linked <> ALL ($3::uuid[])
   AND NOT EXISTS (SELECT FROM content.genre WHERE genre.id = linked)
   AND NOT EXISTS (SELECT FROM content.person WHERE person.id = linked)
UNION ALL
SELECT wanted.id, 'name'
  FROM jsonb_to_recordset($2::jsonb) AS wanted (id uuid, name text)
  JOIN content.genre AS other ON other.name = wanted.name AND other.id <> wanted.id AND other.id <> ALL ($3::uuid[])
