import { expect, it } from 'vitest';
import { figuresOf } from './figures.ts';

const plain = (text: string) => text.replace(/\s/g, ' ');

it('says bytes in the unit that fits', () => {
  const { bytes } = figuresOf('en');
  expect([0, 999, 1000, 12_345_678, 250_000_000, 3e15].map((value) => plain(bytes(value)))).toEqual(['0 bytes', '999 bytes', '1 kB', '12.3 MB', '250 MB', '3 PB']);
  expect(plain(figuresOf('ru').bytes(12_345_678))).toBe('12,3 МБ');
});

it('says times from milliseconds to days', () => {
  const { duration } = figuresOf('en');
  expect([0, 0.0042, 0.25, 2.54, 42.4, 60, 190, 3600, 7500, 90_000, 400 * 86_400].map((value) => plain(duration(value)))).toEqual([
    '0 sec', '4.2 ms', '250 ms', '2.5 sec', '42 sec', '1 min', '3 min 10 sec', '1 hr', '2 hr 5 min', '1 day 1 hr', '> 1 yr',
  ]);
  expect(plain(figuresOf('ru').duration(190))).toBe('3 мин 10 с');
});

it('says a slow pace with a digit more', () => {
  const { pace } = figuresOf('en');
  expect([0, 0.26, 9.94, 1234.5].map(pace)).toEqual(['0', '0.3', '9.9', '1,235']);
});
