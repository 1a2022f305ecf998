-- What the planner makes of a filtered list.
EXPLAIN (FORMAT JSON) SELECT FROM {table} AS e WHERE {where}
