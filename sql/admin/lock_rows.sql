-- Holds rows until the end of the transaction, in one order everywhere, so that two of us do not wait for each other.
SELECT e.id FROM {table} AS e WHERE e.id = ANY ($1::uuid[]) ORDER BY e.id FOR UPDATE
