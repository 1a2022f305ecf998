// When two values of a field are the same, and in what they differ. A list of genres or people is a set to the server:
// its order says nothing, and a name within it belongs to the genre or the person.
import type { Link } from '../api/types.ts';

export type Values = Record<string, unknown>;

export function isLinks(value: unknown): value is readonly Link[] {
  return Array.isArray(value) && value.every((one: unknown) => typeof one === 'object' && one !== null && 'id' in one);
}

export function isSame(one: unknown, other: unknown): boolean {
  if (isLinks(one) && isLinks(other)) {
    const ids = new Set(one.map(({ id }) => id));
    return ids.size === new Set(other.map(({ id }) => id)).size && other.every(({ id }) => ids.has(id));
  }
  return isNothing(one) ? isNothing(other) : one === other;
}

/** What a form has for a field that the server has nothing in. */
export const isNothing = (value: unknown): boolean =>
  value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0);

/** Those of `fields` that differ. */
export const changedFields = (fields: readonly string[], was: Values, is: Values): string[] =>
  fields.filter((field) => !isSame(was[field], is[field]));

export interface LinksChange {
  added: Link[];
  removed: Link[];
}

export function linksChange(was: unknown, is: unknown): LinksChange {
  return { added: without(is, was), removed: without(was, is) };
}

function without(some: unknown, others: unknown): Link[] {
  if (!isLinks(some)) return [];
  const ids = new Set(isLinks(others) ? others.map(({ id }) => id) : []);
  return some.filter(({ id }) => !ids.has(id));
}
