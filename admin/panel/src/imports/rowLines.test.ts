import { expect, it } from 'vitest';
import { rowLines } from './rowLines.ts';

it('counts the head', () => {
  expect(rowLines('title,type\nA,movie\nB,movie\n')).toEqual([2, 3]);
  expect(rowLines('\uFEFFtitle\r\nA\r\nB')).toEqual([2, 3]);
});

it('counts empty lines, which are no rows', () => {
  expect(rowLines('\ntitle;type\n\n\nA;movie\n""\n;\nB;movie')).toEqual([5, 7, 8]);
});

it('takes a cell with line breaks for a part of its line', () => {
  expect(rowLines('title,description\nA,"one\ntwo, ""three""\n\nfour"\nB,x\n')).toEqual([2, 3]);
});

it('sees no quotes within a cell', () => {
  expect(rowLines('title\n6" of rain\nB "x\nC\n')).toEqual([2, 3, 4]);
});

it('has nothing of a file without rows', () => {
  expect(rowLines('')).toEqual([]);
  expect(rowLines('title\n')).toEqual([]);
});
