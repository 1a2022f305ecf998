import { expect, it } from 'vitest';
import { differences } from './differences.ts';

const fields = ['title', 'rating', 'genres'];
const drama = { id: 'd', name: 'Drama' };
const war = { id: 'w', name: 'War' };

it('tells values before and after, and of lists what comes and goes', () => {
  expect(differences(fields, { title: 'A', rating: 1, genres: [drama] }, { title: 'B', rating: 1, genres: [war] })).toEqual([
    { field: 'title', before: 'A', after: 'B' },
    { field: 'genres', added: [war], removed: [drama] },
  ]);
});

it('tells a change that is of the order of people alone', () => {
  const [ann, bob] = [{ id: 'a' }, { id: 'b' }];
  expect(differences(['actors'], { actors: [ann, bob] }, { actors: [bob, ann] })).toEqual([
    { field: 'actors', added: [], removed: [], order: { before: [ann, bob], after: [bob, ann] } },
  ]);
});

it('is empty where all is like that already', () => {
  expect(differences(fields, { title: 'A', rating: null, genres: [] }, { title: 'A' })).toEqual([]);
});

it('tells all of what is not there any more', () => {
  expect(differences(fields, null, { title: 'A', genres: [drama] })).toEqual([
    { field: 'title', before: undefined, after: 'A' },
    { field: 'genres', added: [drama], removed: [] },
  ]);
});
