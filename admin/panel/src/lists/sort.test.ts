import { describe, expect, it } from 'vitest';
import { added, alone, keysOf, sortOf } from './sort.ts';

const title = { field: 'title', falling: false };
const rating = { field: 'rating', falling: true };

describe('what a list is sorted by', () => {
  it('goes into the address and back', () => {
    expect(sortOf([rating, title])).toEqual({ field: 'rating,title', order: 'DESC,ASC' });
    expect(keysOf(sortOf([rating, title]))).toEqual([rating, title]);
  });

  it('is one column after a click, and turned round after the next', () => {
    expect(alone([rating, title], 'title')).toEqual([title]);
    expect(alone([title], 'title')).toEqual([{ field: 'title', falling: true }]);
    expect(alone([{ field: 'title', falling: true }], 'title')).toEqual([title]);
  });

  it('gets one column more, which turns and then goes', () => {
    const once = added([title], 'rating');
    const twice = added(once, 'rating');
    expect(once).toEqual([title, { field: 'rating', falling: false }]);
    expect(twice).toEqual([title, rating]);
    expect(added(twice, 'rating')).toEqual([title]);
  });

  it('is never nothing', () => {
    expect(added([{ field: 'title', falling: true }], 'title')).toEqual([title]);
  });
});
