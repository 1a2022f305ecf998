DROP INDEX content.person_film_work_person_idx;
DROP INDEX content.genre_film_work_genre_idx;
