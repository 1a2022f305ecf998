// What has changed between two answers to the same search.
import type { FoundFilm } from '../api/types.ts';

export type HitChange = 'new' | 'changed';

export interface Changes {
  /** By id, of what is found now. */
  hits: ReadonlyMap<string, HitChange>;
  /** Found before, and not on this page now. */
  gone: number;
}

export function changesBetween(before: readonly FoundFilm[], after: readonly FoundFilm[]): Changes {
  const known = new Map(before.map((film) => [film.id, content(film)]));
  const hits = new Map<string, HitChange>();
  for (const film of after) {
    const was = known.get(film.id);
    if (was === undefined) hits.set(film.id, 'new');
    else if (was !== content(film)) hits.set(film.id, 'changed');
    known.delete(film.id);
  }
  return { hits, gone: known.size };
}

/** Without the marks: they are of the search, not of the film. */
const content = (film: FoundFilm): string => JSON.stringify({ ...film, highlights: undefined });
