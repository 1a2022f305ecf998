-- From a genre or a person to its films: the way of a rename and of a cascading delete. The way back is served by
-- the unique constraints, which begin with film_work_id. The film's key stands in the index too, so that a genre of
-- 60,000 films is followed without reading the table.
CREATE INDEX genre_film_work_genre_idx ON content.genre_film_work (genre_id, film_work_id);
CREATE INDEX person_film_work_person_idx ON content.person_film_work (person_id, film_work_id);
