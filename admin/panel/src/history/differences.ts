// What bringing a state back would change, as the history tells changes.
import { isLinks, isOrdered, isSame, linksChange, type Values } from '../saving/values.ts';
import type { FieldChange } from './types.ts';

/** From `now` (null: it is deleted) to `wanted`, of these fields. */
export function differences(fields: readonly string[], now: Values | null, wanted: Values): FieldChange[] {
  return fields.flatMap((field): FieldChange[] => {
    const [before, after] = [now?.[field], wanted[field]];
    if (isSame(before, after, isOrdered(field))) return [];
    return [isLinks(before) || isLinks(after) ? { field, ...linksChange(before, after, isOrdered(field)) } : { field, before, after }];
  });
}
