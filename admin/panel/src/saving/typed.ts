// What is typed while a save is under way: the answer must not take it away.
import { changedFields, type Values } from './values.ts';

/** Those of `fields` that hold something else `now` than when they were `sent`. */
export function typedSince(fields: readonly string[], sent: Values, now: Values): Values {
  return Object.fromEntries(changedFields(fields, sent, now).map((field) => [field, now[field]]));
}

/** Handed to the page of the record that a save has made, in the state of its address. */
export const carrying = (typed: Values) => ({ typed });

/** What the page before has handed over; undefined where it was nothing. */
export function carriedIn(state: unknown): Values | undefined {
  if (typeof state !== 'object' || state === null || !('typed' in state)) return undefined;
  const { typed } = state;
  return typeof typed === 'object' && typed !== null ? (typed as Values) : undefined;
}
