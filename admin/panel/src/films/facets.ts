// What of a filter belongs to which part of the sidebar, in the server's words for it.
import type { Facet } from '../api/types.ts';
import { type Filter, toggled, valuesOf, without, withoutValue } from '../lists/filter.ts';

export type Dimension = 'types' | 'genres' | 'ratings';

/** Whole ratings: 8 stands for all from 8 to below 9, 9 for 9 and 10. */
export type Rating = number | 'none';

/** The server knows "at most", and no "below". */
const below = (rating: number): number => Number(`${rating - 1}.9999`);

function lacking(filter: Filter, what: string): boolean {
  return valuesOf(filter, 'missing').includes(what);
}

function notLacking(filter: Filter, what: string): Filter {
  return withoutValue(filter, 'missing', what);
}

/** The whole rating that is asked for; undefined where there is none, or a range that none of ours is. */
export function ratingOf(filter: Filter): Rating | undefined {
  if (lacking(filter, 'rating')) return 'none';
  if (filter.rating_gte === undefined) return undefined;
  const least = Number(filter.rating_gte);
  if (!Number.isInteger(least)) return undefined;
  const most = filter.rating_lte === undefined ? undefined : Number(filter.rating_lte);
  if (least === 9) return most === undefined ? 9 : undefined;
  return most === below(least + 1) ? least : undefined;
}

/** With this rating alone; without any where it was this one. */
export function withRating(filter: Filter, rating: Rating): Filter {
  const rest = withoutRating(filter);
  if (ratingOf(filter) === rating) return rest;
  if (rating === 'none') return toggled(rest, 'missing', 'rating');
  return rating === 9 ? { ...rest, rating_gte: 9 } : { ...rest, rating_gte: rating, rating_lte: below(rating + 1) };
}

export function withoutRating(filter: Filter): Filter {
  return notLacking(without(filter, ['rating_gte', 'rating_lte']), 'rating');
}

/** The ratings that films have, those without any last. What is chosen stays there to be given up, though nothing has it. */
export function ratingsBestFirst(facets: readonly Facet[], chosen: Rating | undefined): Facet[] {
  const value = chosen === 'none' ? null : chosen;
  const isThere = value === undefined || facets.some((facet) => facet.value === value);
  const all = isThere ? [...facets] : [...facets, { value, count: 0 }];
  const rank = (facet: Facet) => (typeof facet.value === 'number' ? facet.value : -1);
  return all.sort((a, b) => rank(b) - rank(a));
}

/** Where one is among the days: {decade: 1990, year: 1994, month: 3}. */
export interface Place {
  decade?: number;
  year?: number;
  month?: number;
  day?: number;
  /** Films without a date. */
  none?: boolean;
}

const dateNames = ['year', 'month', 'day', 'creation_date_gte', 'creation_date_lte'];

export function placeOf(filter: Filter): Place {
  if (lacking(filter, 'creation_date')) return { none: true };
  const number = (name: string) => (filter[name] === undefined ? undefined : Number(filter[name]));
  const year = number('year');
  const decade = year === undefined ? decadeOf(filter) : Math.floor(year / 10) * 10;
  const month = year === undefined ? undefined : number('month');
  return { decade, year, month, day: month === undefined ? undefined : number('day') };
}

function decadeOf(filter: Filter): number | undefined {
  const [from = '', to = ''] = [valuesOf(filter, 'creation_date_gte')[0], valuesOf(filter, 'creation_date_lte')[0]];
  const first = Number(from.slice(0, 4));
  return from === `${padded(first)}-01-01` && to === `${padded(first + 9)}-12-31` && first % 10 === 0 ? first : undefined;
}

const padded = (year: number): string => String(year).padStart(4, '0');

export function withPlace(filter: Filter, { decade, year, month, day, none }: Place): Filter {
  const rest = withoutPlace(filter);
  if (none === true) return toggled(rest, 'missing', 'creation_date');
  if (year === undefined) {
    if (decade === undefined) return rest;
    return { ...rest, creation_date_gte: `${padded(decade)}-01-01`, creation_date_lte: `${padded(decade + 9)}-12-31` };
  }
  const parts = Object.entries({ year, month, day: month === undefined ? undefined : day });
  return { ...rest, ...Object.fromEntries(parts.filter(([, value]) => value !== undefined)) };
}

export function withoutPlace(filter: Filter): Filter {
  return notLacking(without(filter, dateNames), 'creation_date');
}

/** The filter that the next step down is counted with: the months of a year, the days of a month. */
export function stepsFilter(filter: Filter): Filter {
  return withPlace(filter, { ...placeOf(filter), day: undefined });
}

/** For the counts of a part its own choice does not matter: they tell what one would get by choosing otherwise. */
export function beside(filter: Filter, dimension: Dimension): Filter {
  if (dimension === 'types') return without(filter, ['type']);
  if (dimension === 'genres') return without(filter, ['genre']);
  return withoutRating(filter);
}

/** The parts that have a choice, for which the counts differ from those of the whole filter. */
export function chosenIn(filter: Filter): Dimension[] {
  const chosen: Dimension[] = [];
  if (valuesOf(filter, 'type').length > 0) chosen.push('types');
  if (valuesOf(filter, 'genre').length > 0) chosen.push('genres');
  if (ratingOf(filter) !== undefined) chosen.push('ratings');
  return chosen;
}
