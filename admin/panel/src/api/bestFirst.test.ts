import { expect, it } from 'vitest';
import { isBestFirst } from './bestFirst.ts';

const byTitle = { field: 'title', order: 'ASC' };

it('has the best hits first while nobody has chosen an order', () => {
  expect(isBestFirst('films', byTitle, { q: 'solaris' })).toBe(true);
  expect(isBestFirst('persons', { field: 'full_name', order: 'ASC' }, { q: 'ann' })).toBe(true);
});

it('keeps a chosen order, and the usual one where nothing is searched', () => {
  expect(isBestFirst('films', { field: 'rating', order: 'DESC' }, { q: 'solaris' })).toBe(false);
  expect(isBestFirst('films', { ...byTitle, order: 'DESC' }, { q: 'solaris' })).toBe(false);
  expect(isBestFirst('films', byTitle, { q: ' ' })).toBe(false);
  expect(isBestFirst('films', byTitle, {})).toBe(false);
  expect(isBestFirst('users', { field: 'name', order: 'ASC' }, { q: 'ann' })).toBe(false);
});
