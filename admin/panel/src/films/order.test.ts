import { expect, it } from 'vitest';
import { gapAt, moved, placeOf } from './order.ts';

it('moves one, earlier and later', () => {
  expect(moved(['a', 'b', 'c'], 2, 0)).toEqual(['c', 'a', 'b']);
  expect(moved(['a', 'b', 'c'], 0, 1)).toEqual(['b', 'a', 'c']);
  expect(moved(['a', 'b', 'c'], 1, 1)).toEqual(['a', 'b', 'c']);
});

it('drops into the gaps around itself without moving', () => {
  expect([0, 1, 2, 3].map((gap) => placeOf(1, gap))).toEqual([0, 1, 1, 2]);
});

it('finds the gap in the line that the pointer is in', () => {
  const box = (left: number, top: number) => ({ left, right: left + 100, top, bottom: top + 30 });
  const boxes = [box(0, 0), box(110, 0), box(0, 40)];
  expect(gapAt(boxes, 10, 10)).toBe(0);
  expect(gapAt(boxes, 90, 10)).toBe(1);
  expect(gapAt(boxes, 400, 10)).toBe(2);
  expect(gapAt(boxes, 10, 45)).toBe(2);
  expect(gapAt(boxes, 400, 200)).toBe(3);
});

it('goes by the height where each has a line for itself', () => {
  const boxes = [0, 40, 80].map((top) => ({ left: 0, right: 100, top, bottom: top + 30 }));
  expect([5, 25, 45, 105, 200].map((y) => gapAt(boxes, 5, y))).toEqual([0, 1, 1, 3, 3]);
});
