ALTER TABLE content.person_film_work DROP COLUMN position;
