-- RESTRICT, not CASCADE: a table that somebody added to the schema stops the migration instead of vanishing with it.
DROP TABLE content.person_film_work, content.genre_film_work;
DROP TABLE content.person, content.genre, content.film_work;
DROP SCHEMA content;
