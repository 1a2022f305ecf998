import { expect, it } from 'vitest';
import { type Deletion, documentsOf, indexEffects, isLarge, linksOf } from './effects.ts';

const none = { count: 0, names: [] };
const some = (count: number) => ({ count, names: ['Solaris'] });
const deletion = (films: number): Deletion => ({
  objects: some(1),
  links: [{ table: 'person_film_work', role: 'actor', count: films }, { table: 'genre_film_work', role: null, count: 2 }],
  documents: { movies: { removed: none, changed: some(films) }, genres: { removed: some(1), changed: none }, persons: { removed: none, changed: none } },
});

it('names the documents that go and those that change, and no others', () => {
  expect(indexEffects(deletion(3)).map(({ index, kind, names }) => [index, kind, names.count])).toEqual([
    ['movies', 'changed', 3],
    ['genres', 'removed', 1],
  ]);
  expect(documentsOf(deletion(3))).toBe(4);
  expect(linksOf(deletion(3))).toBe(5);
});

it('is large where much changes', () => {
  expect(isLarge(deletion(3))).toBe(false);
  expect(isLarge(deletion(24))).toBe(true);
});
