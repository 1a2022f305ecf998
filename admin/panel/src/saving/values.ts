// When two values of a field are the same, and in what they differ. Genres are a set: their order says nothing. People stand
// in the order that an editor gave them. A name within a list belongs to the genre or the person.
import type { Link } from '../api/types.ts';

export type Values = Record<string, unknown>;

export function isLinks(value: unknown): value is readonly Link[] {
  return Array.isArray(value) && value.every((one: unknown) => typeof one === 'object' && one !== null && 'id' in one);
}

/** Whether the order of a field's elements is part of its value. */
export const isOrdered = (field: string): boolean => ['actors', 'directors', 'writers'].includes(field);

export function isSame(one: unknown, other: unknown, ordered = false): boolean {
  if (isLinks(one) && isLinks(other)) {
    if (ordered) return one.length === other.length && one.every(({ id }, at) => id === other[at]?.id);
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
  fields.filter((field) => !isSame(was[field], is[field], isOrdered(field)));

export interface LinksChange {
  added: Link[];
  removed: Link[];
  /** Of an ordered list in which those who stay have another order. */
  order?: { before: Link[]; after: Link[] };
}

export function linksChange(was: unknown, is: unknown, ordered = false): LinksChange {
  const [added, removed] = [without(is, was), without(was, is)];
  if (!ordered || !isLinks(was) || !isLinks(is)) return { added, removed };
  const [before, after] = [without(was, removed), without(is, added)];
  return isSame(before, after, true) ? { added, removed } : { added, removed, order: { before: [...was], after: [...is] } };
}

function without(some: unknown, others: unknown): Link[] {
  if (!isLinks(some)) return [];
  const ids = new Set(isLinks(others) ? others.map(({ id }) => id) : []);
  return some.filter(({ id }) => !ids.has(id));
}
