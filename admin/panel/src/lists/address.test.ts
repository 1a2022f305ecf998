import { describe, expect, it } from 'vitest';
import { addressOf, type Shown, shownBy } from './address.ts';

const shown: Shown = {
  filter: { type: ['movie'], q: 'a & b' },
  keys: [
    { field: 'rating', falling: true },
    { field: 'title', falling: false },
  ],
  page: 2,
  perPage: 50,
  columns: ['title', 'rating'],
};
const usual: Shown = { filter: {}, keys: [{ field: 'title', falling: false }], page: 1, perPage: 25, columns: ['title'] };

describe('the address of a list', () => {
  it('says all that is shown', () => {
    expect(shownBy(addressOf(shown), usual)).toEqual(shown);
    expect(shownBy(`?${addressOf(shown)}`, usual)).toEqual(shown);
  });

  it('leaves the rest as it is usual', () => {
    expect(shownBy('', shown)).toEqual(shown);
    expect(shownBy('?page=3', usual)).toEqual({ ...usual, page: 3 });
  });

  it('is not believed where it was written by hand', () => {
    expect(shownBy('?filter=[1]&page=-1&perPage=x&sort=', usual)).toEqual(usual);
    expect(shownBy('?filter={', usual)).toEqual(usual);
  });
});
