import { expect, it } from 'vitest';
import { readDecimal, writeDecimal } from './decimal.ts';

it.each([
  ['7.5', 7.5],
  ['7,5', 7.5],
  [' 10 ', 10],
  ['.5', 0.5],
  ['8,', 8],
  ['-1', -1],
  ['', null],
  ['  ', null],
])('reads “%s”', (text, value) => {
  expect(readDecimal(text)).toBe(value);
});

it.each(['1e', '1e3', '--', '-', ',', '.', '7.5.1', '7,5,1', '1 000', 'seven', 'Infinity', 'NaN', '0x10'])('keeps “%s” as it is, which is no number', (text) => {
  expect(readDecimal(text)).toBe(text);
});

it('writes as the language does, and reads that again', () => {
  expect(writeDecimal(7.5, 'en')).toBe('7.5');
  expect(writeDecimal(7.5, 'ru')).toBe('7,5');
  expect(writeDecimal(12345.25, 'ru')).toBe('12345,25');
  expect(writeDecimal(8.12345678, 'en')).toBe('8.12345678');
  expect(writeDecimal(null, 'ru')).toBe('');
  expect(writeDecimal('1e', 'ru')).toBe('1e');
  for (const value of [0, 0.1, 9.99, 10]) expect(readDecimal(writeDecimal(value, 'ru'))).toBe(value);
});
