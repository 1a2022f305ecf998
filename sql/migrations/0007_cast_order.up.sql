-- The place that somebody has in their role of a film. Rows in which nobody gave an order are all 0 and stand in the order of
-- names, as before. A constant default is kept once for the table: no row is written anew, whatever its size, and the lock is
-- held for a moment.
ALTER TABLE content.person_film_work ADD COLUMN position integer NOT NULL DEFAULT 0;
