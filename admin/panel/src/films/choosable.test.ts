import { expect, it } from 'vitest';
import { offered } from './choosable.ts';

const ann = { id: '1', name: 'Ann' };

it('offers what was found, and to make one of that name', () => {
  expect(offered('persons', [ann], 'An')).toEqual([{ kind: 'known', link: ann, isTwin: false }, { kind: 'new', name: 'An' }]);
});

it('offers to make a second person of a name, but no second genre', () => {
  expect(offered('persons', [ann], 'ann')).toHaveLength(2);
  expect(offered('genres', [ann], 'ann')).toHaveLength(1);
});

it('tells apart people of one name', () => {
  expect(offered('persons', [ann, { id: '2', name: 'ann' }], '')).toMatchObject([{ isTwin: true }, { isTwin: true }]);
});

it('makes nothing without a name', () => {
  expect(offered('genres', [], '')).toEqual([]);
});
