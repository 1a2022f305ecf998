DELETE FROM {table} AS e WHERE e.id = ANY ($1::uuid[])
