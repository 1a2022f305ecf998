-- Holds the film $1, so that its files change one after the other; its title, and the prefix of keys.
SELECT film.title, store.catalogue
  FROM content.film_work AS film CROSS JOIN admin.file_store AS store
 WHERE film.id = $1::uuid
   FOR NO KEY UPDATE OF film
