-- Which of the ids $2 are no rows of the table that $1 names: what a link that was refused names.
SELECT id
  FROM unnest($2::uuid[]) AS wanted (id)
 WHERE NOT EXISTS (SELECT FROM content.genre WHERE genre.id = wanted.id AND $1 = 'genre')
   AND NOT EXISTS (SELECT FROM content.person WHERE person.id = wanted.id AND $1 = 'person')
