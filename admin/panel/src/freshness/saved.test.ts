import { expect, it } from 'vitest';
import type { Change } from '../api/client.ts';
import { savedBy } from './saved.ts';

const change = (some: Partial<Change>): Change => ({ method: 'PUT', path: '/api/admin/films/f1', body: {}, before: undefined, data: undefined, lsn: '0/1A', ...some });

it('knows what was created by the answer', () => {
  expect(savedBy(change({ method: 'POST', path: '/api/admin/persons', data: { id: 'p1', full_name: 'Ann' } }))).toEqual({
    kind: 'created',
    resource: 'persons',
    id: 'p1',
    count: 1,
    caption: 'Ann',
    lsn: '0/1A',
  });
});

it('knows what was changed by the address, and its name by the answer', () => {
  expect(savedBy(change({ data: { id: 'f1', title: 'Solaris' } }))).toMatchObject({ kind: 'changed', resource: 'films', id: 'f1', caption: 'Solaris' });
});

it('knows the name of what was deleted by what it was before', () => {
  expect(savedBy(change({ method: 'DELETE', path: '/api/admin/genres/g1', before: { id: 'g1', name: 'Noir' } }))).toMatchObject({
    kind: 'deleted',
    resource: 'genres',
    id: 'g1',
    caption: 'Noir',
  });
});

it('looks after the first of many, of those that were there', () => {
  const many = change({ method: 'POST', path: '/api/admin/films/bulk/update', body: { items: [{ id: 'a' }, { id: 'b' }, { id: 'c' }] }, data: { changed: 2, missing: ['a'] } });
  expect(savedBy(many)).toMatchObject({ kind: 'changed', id: 'b', count: 2 });
  expect(savedBy({ ...many, path: '/api/admin/films/bulk/delete' })).toMatchObject({ kind: 'deleted' });
});

it('knows what a revert has brought back', () => {
  const revert = change({ method: 'POST', path: '/api/admin/history/7/revert' });
  expect(savedBy({ ...revert, data: { id: 'f1', title: 'Solaris' } })).toMatchObject({ kind: 'changed', resource: 'films', id: 'f1' });
  expect(savedBy({ ...revert, data: undefined })).toBeUndefined();
});

it('looks after the first of those that an undo has put back', () => {
  const first = { object_type: 'film', object_id: 'f7', object_name: 'Solaris', deleted: false };
  const undo = (count: number, deleted = false) =>
    savedBy(change({ method: 'POST', path: '/api/admin/history/undo', data: { undone: { count, first: [{ ...first, deleted }] }, left: { count: 0, first: [] } } }));
  expect(undo(700)).toEqual({ kind: 'changed', resource: 'films', id: 'f7', count: 700, caption: '', lsn: '0/1A' });
  expect(undo(1, true)).toMatchObject({ kind: 'deleted', count: 1, caption: 'Solaris' });
  expect(savedBy(change({ method: 'POST', path: '/api/admin/history/undo', data: { undone: { count: 0, first: [] } } }))).toBeUndefined();
});

it('leaves alone what is no document', () => {
  expect(savedBy(change({ path: '/api/admin/users/u1' }))).toBeUndefined();
  expect(savedBy(change({ method: 'POST', path: '/api/admin/films/import.csv?dry_run=true' }))).toBeUndefined();
  expect(savedBy(change({ method: 'POST', path: '/api/admin/films/f1/index-again' }))).toBeUndefined();
});
