// A film for each test of a file: what one does to it is nothing to the next.
import { beforeEach } from 'vitest';
import type { Stage } from './stage.ts';

export interface OwnFilm {
  id: string;
  title: string;
}

/** Call it once, at the top of the file; what it returns is the film of the test that runs. */
export function setOwnFilm(stage: Stage): OwnFilm {
  const film: OwnFilm = { id: '', title: '' };
  let taken = 0;
  beforeEach(async () => {
    const [line = ''] = await stage.site.sql(`SELECT id, title FROM content.film_work ORDER BY title, id OFFSET ${taken} LIMIT 1`);
    [film.id = '', film.title = ''] = line.split('|');
    taken += 1;
  });
  return film;
}
