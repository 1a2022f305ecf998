import { expect, it } from 'vitest';
import { chosenIn } from './appearance.ts';

it('takes over what can be chosen, and nothing else that is kept', () => {
  expect(chosenIn({ language: 'ru', theme: 'auto', columns: {} }, ['en', 'ru'])).toEqual({ language: 'ru', theme: 'auto' });
  expect(chosenIn({ language: 'de', theme: 7 }, ['en', 'ru'])).toEqual({ language: undefined, theme: undefined });
  expect(chosenIn({}, ['en', 'ru'])).toEqual({ language: undefined, theme: undefined });
});
