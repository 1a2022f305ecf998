import { expect, it } from 'vitest';
import { countOf, labelled, listOf, ratingsOf, share, yearsOf } from './charts.ts';

it('has a column for every year between the first and the last', () => {
  const years = yearsOf([
    { value: 1999, count: 2 },
    { value: 2001, count: 1 },
    { value: null, count: 9 },
  ]);
  expect(years.map(({ label, count }) => `${label}: ${count}`)).toEqual(['1999: 2', '2000: 0', '2001: 1']);
  expect(yearsOf([{ value: null, count: 9 }])).toEqual([]);
});

it('has ten bands of ratings, which lead to their films', () => {
  const facets = [
    { value: 9, count: 4 },
    { value: null, count: 2622 },
  ];
  const bands = ratingsOf(facets);
  expect(bands).toHaveLength(10);
  expect(bands[9]).toEqual({ key: '9', label: '9–10', tick: '9', count: 4, to: listOf('films', { rating_gte: 9 }) });
  expect(bands[8]?.to).toBe(listOf('films', { rating_gte: 8, rating_lte: 8.9999 }));
  expect(bands.reduce((sum, { count }) => sum + count, 0)).toBe(4);
  expect(countOf(facets, null)).toBe(2622);
});

it('lets what is there at all be seen', () => {
  expect(share(1, 100_000)).toBe(1);
  expect(share(0, 5)).toBe(0);
  expect(share(5, 5)).toBe(100);
});

it('names round years only, as many as there is room for', () => {
  const years = yearsOf([
    { value: 1921, count: 1 },
    { value: 2024, count: 1 },
  ]);
  const named = [...labelled(years, 11)].map((at) => years[at]?.label);
  expect(named).toEqual(['1940', '1960', '1980', '2000', '2020']);
  expect(labelled(years.slice(0, 5), 11).size).toBe(5);
});
