-- Genres as film_records.sql has films. Whether they have films is no part of them: that is asked of the films.
SELECT g.id,
       g.version::text AS state,
       json_build_object('id', g.id, 'name', g.name, 'description', g.description,
                         'version', g.version, 'created', g.created, 'modified', g.modified)::text AS record
  FROM page
  JOIN content.genre AS g ON g.id = page.id
 ORDER BY page.place
