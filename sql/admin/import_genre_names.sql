-- The genres of the names $1.
SELECT name, id::text, 1 FROM content.genre WHERE name = ANY ($1::text[])
