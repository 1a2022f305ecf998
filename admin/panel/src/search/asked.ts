// What is searched for, as the page's address and the server's query say it.
import type { Query } from '../api/client.ts';

export interface Asked {
  query: string;
  genres: string[];
  types: string[];
  /** The first year of a decade, or null. */
  decade: number | null;
  /** The least rating, or null. */
  rating: number | null;
  page: number;
}

/** Of an address that somebody may have written: what makes no sense is not asked for. */
export function askedBy(address: URLSearchParams): Asked {
  return {
    query: address.get('query') ?? '',
    genres: address.getAll('genre'),
    types: address.getAll('type').filter((type) => type === 'movie' || type === 'tv_show'),
    decade: whole(address.get('decade'), 1, 9990),
    rating: whole(address.get('rating_from'), 1, 10),
    page: whole(address.get('page'), 1, 1_000_000) ?? 1,
  };
}

function whole(text: string | null, least: number, most: number): number | null {
  const value = Number(text ?? Number.NaN);
  return text !== '' && Number.isInteger(value) && value >= least && value <= most ? value : null;
}

/** The other way. What is not asked for is not in the address. */
export function addressOf({ query, genres, types, decade, rating, page }: Asked): URLSearchParams {
  const address = new URLSearchParams();
  if (query !== '') address.set('query', query);
  for (const genre of genres) address.append('genre', genre);
  for (const type of types) address.append('type', type);
  if (decade !== null) address.set('decade', String(decade));
  if (rating !== null) address.set('rating_from', String(rating));
  if (page > 1) address.set('page', String(page));
  return address;
}

/** For GET /api/v1/search. */
export function queryOf({ query, genres, types, decade, rating, page }: Asked): Query {
  return {
    query,
    genre: genres,
    type: types,
    rating_from: rating,
    year_from: decade,
    year_to: decade === null ? null : decade + 9,
    page: page > 1 ? page : null,
  };
}

export const filtersOf = ({ genres, types, decade, rating }: Asked): number =>
  genres.length + types.length + (decade === null ? 0 : 1) + (rating === null ? 0 : 1);

/** With `value` where it was not, without it where it was. */
export const toggled = (values: readonly string[], value: string): string[] =>
  values.includes(value) ? values.filter((one) => one !== value) : [...values, value];
