import { describe, expect, it } from 'vitest';
import { beside, chosenIn, placeOf, ratingOf, ratingsBestFirst, stepsFilter, withPlace, withRating } from './facets.ts';

describe('the ratings of a filter', () => {
  it('are whole ones, the last with ten', () => {
    expect(withRating({}, 8)).toEqual({ rating_gte: 8, rating_lte: 8.9999 });
    expect(withRating({}, 9)).toEqual({ rating_gte: 9 });
    for (const rating of [0, 8, 9, 'none'] as const) expect(ratingOf(withRating({ q: 'x' }, rating))).toBe(rating);
  });

  it('take the place of one another and go when they are chosen again', () => {
    expect(withRating(withRating({}, 9), 7)).toEqual(withRating({}, 7));
    expect(withRating(withRating({ q: 'x' }, 'none'), 'none')).toEqual({ q: 'x' });
    expect(withRating(withRating({ missing: ['genres'] }, 'none'), 3)).toEqual({ missing: ['genres'], rating_gte: 3, rating_lte: 3.9999 });
  });

  it('come with the best first and the films without one last, the chosen one also where nothing has it', () => {
    const facets = [
      { value: 0, count: 3 },
      { value: 9, count: 1 },
      { value: null, count: 7 },
    ];
    expect(ratingsBestFirst(facets, undefined).map(({ value }) => value)).toEqual([9, 0, null]);
    expect(ratingsBestFirst(facets, 4)[1]).toEqual({ value: 4, count: 0 });
    expect(ratingsBestFirst([], 'none')).toEqual([{ value: null, count: 0 }]);
  });

  it('are none where the range is another', () => {
    expect(ratingOf({ rating_gte: 7.5 })).toBeUndefined();
    expect(ratingOf({ rating_gte: 7, rating_lte: 9 })).toBeUndefined();
  });
});

describe('the days of a filter', () => {
  it('are gone down and up', () => {
    expect(withPlace({}, { decade: 1990 })).toEqual({ creation_date_gte: '1990-01-01', creation_date_lte: '1999-12-31' });
    expect(withPlace({ q: 'x', year: 1990 }, { year: 1994, month: 3, day: 5 })).toEqual({ q: 'x', year: 1994, month: 3, day: 5 });
    expect(withPlace({ year: 1994, month: 3 }, { year: 1994 })).toEqual({ year: 1994 });
    expect(withPlace({ year: 1994, month: 3 }, {})).toEqual({});
  });

  it('are found in it', () => {
    expect(placeOf({ year: 1994, month: 3 })).toEqual({ decade: 1990, year: 1994, month: 3, day: undefined });
    expect(placeOf(withPlace({}, { decade: 1990 })).decade).toBe(1990);
    expect(placeOf({ creation_date_gte: '1991-02-03' }).decade).toBeUndefined();
    expect(placeOf(withPlace({}, { none: true }))).toEqual({ none: true });
  });

  it('are counted beside the chosen one', () => {
    expect(stepsFilter({ type: ['movie'], year: 1994, month: 3, day: 5 })).toEqual({ type: ['movie'], year: 1994, month: 3 });
  });
});

describe('the counts of a part', () => {
  it('leave its own choice out', () => {
    const filter = withRating({ type: ['movie'], genre: ['a'], q: 'x' }, 8);
    expect(chosenIn(filter)).toEqual(['types', 'genres', 'ratings']);
    expect(beside(filter, 'types')).toEqual(withRating({ genre: ['a'], q: 'x' }, 8));
    expect(beside(filter, 'ratings')).toEqual({ type: ['movie'], genre: ['a'], q: 'x' });
  });
});
