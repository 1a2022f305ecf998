-- People as film_records.sql has films.
SELECT p.id,
       p.version::text AS state,
       json_build_object('id', p.id, 'full_name', p.full_name,
                         'version', p.version, 'created', p.created, 'modified', p.modified)::text AS record
  FROM page
  JOIN content.person AS p ON p.id = page.id
 ORDER BY page.place
