-- The rows of a filtered and sorted list, from $1 on, $2 at most. What stands in braces comes from a table of
-- fragments; what people send is always a parameter.
WITH page AS MATERIALIZED (
  SELECT id, row_number() OVER () AS place
    FROM (SELECT e.id FROM {table} AS e WHERE {where} ORDER BY {order} OFFSET $1::bigint LIMIT $2::bigint) AS wanted
)
