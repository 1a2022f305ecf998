// What a list is sorted by: several fields, each rising or falling. In the address: sort=rating,title&order=DESC,ASC.
import type { SortPayload } from 'react-admin';

export interface SortKey {
  field: string;
  falling: boolean;
}

export function keysOf({ field, order }: SortPayload): SortKey[] {
  const orders = order.split(',');
  return field
    .split(',')
    .filter((name) => name !== '')
    .map((name, at) => ({ field: name, falling: (orders[at] ?? orders[0]) === 'DESC' }));
}

export function sortOf(keys: readonly SortKey[]): SortPayload {
  const order = keys.map(({ falling }) => (falling ? 'DESC' : 'ASC')).join(',');
  return { field: keys.map(({ field }) => field).join(','), order: order as SortPayload['order'] };
}

/** After a click on the head of a column: by this alone; turned round where it was by this alone already. */
export function alone(keys: readonly SortKey[], field: string): SortKey[] {
  const [first, second] = keys;
  const turned = first?.field === field && second === undefined && !first.falling;
  return [{ field, falling: turned }];
}

/** One key more: rising at first, then falling, then gone; the last one that is left only turns. */
export function added(keys: readonly SortKey[], field: string): SortKey[] {
  const there = keys.find((key) => key.field === field);
  if (there === undefined) return [...keys, { field, falling: false }];
  if (there.falling && keys.length > 1) return keys.filter((key) => key !== there);
  return keys.map((key) => (key === there ? { field, falling: !key.falling } : key));
}
