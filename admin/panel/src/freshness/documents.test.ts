import { expect, it } from 'vitest';
import { rowsOf } from './documents.ts';

const rows = (database: object | null, index: object | null) => rowsOf({ database, index } as Parameters<typeof rowsOf>[0]);

it('says of every field whether both sides have the same', () => {
  const found = rows({ id: '1', title: 'New', rating: null, genres: ['Drama'] }, { id: '1', title: 'Old', genres: ['Drama'], extra: 3 });
  expect(found.map(({ field, difference }) => `${field} ${difference}`)).toEqual(['id same', 'title changed', 'rating added', 'genres same', 'extra removed']);
});

it('marks those values of a list that the other side lacks, each as often as it is there', () => {
  const [genres] = rows({ genres: ['A', 'B', 'B'] }, { genres: ['B', 'C'] });
  expect(genres?.database).toEqual([
    { text: 'A', alone: true },
    { text: 'B', alone: false },
    { text: 'B', alone: true },
  ]);
  expect(genres?.index).toEqual([
    { text: 'B', alone: false },
    { text: 'C', alone: true },
  ]);
});

it('calls the same what differs in the order of members alone', () => {
  expect(rows({ actors: [{ id: '1', name: 'Ann' }] }, { actors: [{ name: 'Ann', id: '1' }] })[0]).toEqual({
    field: 'actors',
    difference: 'same',
    database: [{ text: 'Ann', alone: false }],
    index: [{ text: 'Ann', alone: false }],
  });
});

it('tells a field that is empty from one that is not there', () => {
  const [title] = rows({ title: null }, {});
  expect(title?.database).toEqual([]);
  expect(title?.index).toBeUndefined();
});

it('shows a side that has no document as one without fields', () => {
  expect(rows(null, { title: 'Ghost' })).toEqual([{ field: 'title', difference: 'removed', database: undefined, index: [{ text: 'Ghost', alone: true }] }]);
});
