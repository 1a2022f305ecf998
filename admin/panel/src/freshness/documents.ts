// A document of the database beside that of the index, field by field.
import type { Freshness } from './types.ts';

export type Difference = 'same' | 'changed' | 'added' | 'removed';

/** One value of a field, in words. `alone`: the other side does not have it. */
export interface Line {
  text: string;
  alone: boolean;
}

export interface Row {
  field: string;
  /** 'added': only the database has the field; 'removed': only the index. */
  difference: Difference;
  /** Undefined where this side lacks the field; [] where it is empty. */
  database: Line[] | undefined;
  index: Line[] | undefined;
}

type Members = Record<string, unknown>;

/** All fields, those of the database in its order before those that only the index has. */
export function rowsOf({ database, index }: Pick<Freshness, 'database' | 'index'>): Row[] {
  const [left, right]: [Members, Members] = [database ?? {}, index ?? {}];
  const fields = [...new Set([...Object.keys(left), ...Object.keys(right)])];
  return fields.map((field) => row(field, left, right));
}

function row(field: string, left: Members, right: Members): Row {
  const [inLeft, inRight] = [field in left, field in right];
  const [ours, theirs] = [left[field], right[field]];
  const same = inLeft && inRight && written(ours) === written(theirs);
  return {
    field,
    difference: same ? 'same' : !inRight ? 'added' : !inLeft ? 'removed' : 'changed',
    database: inLeft ? lines(ours, inRight ? theirs : undefined) : undefined,
    index: inRight ? lines(theirs, inLeft ? ours : undefined) : undefined,
  };
}

/** The values of a field; each counts as often as it is there. */
function lines(value: unknown, other: unknown): Line[] {
  const others = values(other).map(written);
  return values(value).map((one) => {
    const at = others.indexOf(written(one));
    if (at >= 0) others.splice(at, 1);
    return { text: inWords(one), alone: at < 0 };
  });
}

function values(value: unknown): unknown[] {
  if (value === null || value === undefined || value === '') return [];
  return Array.isArray(value) ? value : [value];
}

/** {id, name} as its name; what has no name as JSON. */
function inWords(value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'object' && value !== null) {
    const { name, title, roles } = value as Members;
    const called = typeof name === 'string' ? name : typeof title === 'string' ? title : undefined;
    if (called !== undefined) return Array.isArray(roles) ? `${called} (${roles.map(String).join(', ')})` : called;
  }
  return JSON.stringify(value);
}

/** JSON in which the order of members says nothing. */
export function written(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}
