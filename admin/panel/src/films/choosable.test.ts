import { expect, it } from 'vitest';
import { called, having, offered } from './choosable.ts';

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

it('knows a name whatever its case and its spaces', () => {
  expect(called([ann, { id: '2', name: 'Anna  Lee' }], ' anna lee ')).toEqual([{ id: '2', name: 'Anna  Lee' }]);
  expect(offered('persons', [], ' Anna  Lee ')).toEqual([{ kind: 'new', name: 'Anna Lee' }]);
});

it('shows of an earlier answer what the later text finds too', () => {
  expect(having([ann, { id: '2', name: 'Bob' }], 'AN')).toEqual([ann]);
});
