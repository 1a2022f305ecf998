-- The people of the names $1: one of each name, and how many have it.
SELECT full_name, min(id::text), count(*) FROM content.person WHERE full_name = ANY ($1::text[]) GROUP BY full_name
