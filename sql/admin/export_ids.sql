-- The ids of a filtered and sorted list, to be fetched as they are needed.
DECLARE listed NO SCROLL CURSOR FOR SELECT e.id FROM {table} AS e WHERE {where} ORDER BY {order}
