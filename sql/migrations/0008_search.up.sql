-- Words of descriptions, in any of their forms: this configuration knows those of English and of Russian. Of a description
-- that is longer than any should be the beginning counts: a tsvector has a limit, and a row over it could not be saved.
CREATE INDEX film_work_description_words_idx ON content.film_work
  USING gin (to_tsvector('pg_catalog.russian', left(description, 100000)));
