import { expect, it } from 'vitest';
import { carriedIn, carrying, typedSince } from './typed.ts';

const fields = ['title', 'certificate', 'actors'];

it('knows what was typed after the values were sent', () => {
  const sent = { title: 'A', certificate: null, actors: [{ id: '1' }] };
  expect(typedSince(fields, sent, { title: 'A B', certificate: '', actors: [{ id: '1' }] })).toEqual({ title: 'A B' });
  expect(typedSince(fields, sent, { title: 'A', certificate: null, actors: [] })).toEqual({ actors: [] });
  expect(typedSince(fields, sent, { title: '', certificate: 'PG', actors: [{ id: '1' }] })).toEqual({ title: '', certificate: 'PG' });
});

it('takes nothing along that is no field, such as a version', () => {
  expect(typedSince(fields, { version: 1 }, { version: 2 })).toEqual({});
});

it('hands it to another page, which takes no other state for it', () => {
  expect(carriedIn(carrying({ title: 'B' }))).toEqual({ title: 'B' });
  for (const state of [null, undefined, 'typed', {}, { typed: 'text' }, { typed: null }]) expect(carriedIn(state)).toBeUndefined();
});
