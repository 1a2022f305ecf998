-- How many rows a filtered list has, counted up to $1 at most.
SELECT count(*) FROM (SELECT FROM {table} AS e WHERE {where} LIMIT $1::bigint) AS counted
