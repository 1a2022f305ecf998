-- How many films of a filter were made in each {part}; those without a date are left out.
SELECT coalesce(json_agg(parts ORDER BY value), '[]')::text
  FROM (SELECT extract({part} FROM e.creation_date)::int AS value, count(*) AS count
          FROM {table} AS e
         WHERE {where} AND e.creation_date IS NOT NULL
         GROUP BY 1) AS parts
