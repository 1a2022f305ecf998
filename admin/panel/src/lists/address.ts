// What a list shows, as its address says it: ?filter={"type":["movie"]}&sort=rating,title&order=DESC,ASC&page=2&perPage=25
// &columns=title,rating. The names are react-admin's, but for the columns.
import type { SortPayload } from 'react-admin';
import type { Filter } from './filter.ts';
import { keysOf, type SortKey, sortOf } from './sort.ts';

export interface Shown {
  filter: Filter;
  keys: SortKey[];
  /** From 1. */
  page: number;
  perPage: number;
  columns: string[];
}

/** `otherwise`: what is shown where the address does not say it. */
export function shownBy(search: string, otherwise: Shown): Shown {
  const address = new URLSearchParams(search);
  const field = address.get('sort') ?? '';
  const order = (address.get('order') ?? 'ASC') as SortPayload['order'];
  return {
    filter: filterOf(address.get('filter')) ?? otherwise.filter,
    keys: field === '' ? otherwise.keys : keysOf({ field, order }),
    page: countOf(address.get('page')) ?? otherwise.page,
    perPage: countOf(address.get('perPage')) ?? otherwise.perPage,
    columns: address.get('columns')?.split(',') ?? otherwise.columns,
  };
}

/** The part of the address behind "?". */
export function addressOf({ filter, keys, page, perPage, columns }: Shown): string {
  const { field, order } = sortOf(keys);
  return new URLSearchParams({
    filter: JSON.stringify(filter),
    sort: field,
    order,
    page: String(page),
    perPage: String(perPage),
    columns: columns.join(','),
  }).toString();
}

function filterOf(text: string | null): Filter | undefined {
  try {
    const value: unknown = JSON.parse(text ?? '');
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Filter) : undefined;
  } catch {
    return undefined; // somebody wrote the address by hand
  }
}

function countOf(text: string | null): number | undefined {
  const count = Number(text);
  return text !== null && Number.isInteger(count) && count > 0 ? count : undefined;
}
