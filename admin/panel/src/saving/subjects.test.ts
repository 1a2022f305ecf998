import { expect, it } from 'vitest';
import { bodyOf, films, flatErrors, genres } from './subjects.ts';

it('sends the fields of the form and nothing else', () => {
  const values = { id: 'f', version: 3, title: 'Solaris', type: 'movie', description: '', rating: 0, genres: [], actors: [{ id: 'a', name: 'Ann' }] };
  expect(bodyOf(films, values)).toEqual({
    title: 'Solaris',
    type: 'movie',
    rating: 0,
    description: null,
    genres: [],
    actors: [{ id: 'a', name: 'Ann' }],
  });
});

it('says of which person in a list an error is', () => {
  const values = { title: '', actors: [{ id: 'a', name: 'Ann' }, { id: 'b', name: 'Bob' }] };
  expect(flatErrors({ title: 'is empty', actors: { 1: { id: 'There is no such person.' } } }, values)).toEqual({
    title: 'is empty',
    actors: 'Bob: There is no such person.',
  });
});

it('leaves errors of other shapes as they are', () => {
  expect(flatErrors({ name: 'is taken', root: { serverError: 'Two are wrong.' } }, genres.blank)).toEqual({
    name: 'is taken',
    root: { serverError: 'Two are wrong.' },
  });
});
