// Which columns a list shows, and in which order. In the address: columns=title,rating.
import type { ReactNode } from 'react';

export interface Column<Row> {
  /** The field; its name is resources.<resource>.fields.<id>. */
  id: string;
  /** The server can sort by it. */
  sorts?: boolean;
  numeric?: boolean;
  /** Shown until somebody chooses others. */
  usual?: boolean;
  cell: (row: Row) => ReactNode;
}

export interface Known {
  id: string;
  usual?: boolean;
}

/** What was chosen, as far as there are such columns, each once; else the usual ones. The first of all is always there. */
export function chosenColumns(known: readonly Known[], wished: readonly string[] | undefined): string[] {
  const first = known[0]?.id ?? '';
  const some = [...new Set(wished)].filter((id) => known.some((column) => column.id === id));
  if (some.length === 0) return known.filter(({ usual }) => usual === true).map(({ id }) => id);
  return some.includes(first) ? some : [first, ...some];
}

/** All columns as a menu lists them: those that are shown in their order, then the others. */
export function arranged(known: readonly Known[], shown: readonly string[]): string[] {
  return [...shown, ...known.map(({ id }) => id).filter((id) => !shown.includes(id))];
}

export function toggledColumn(shown: readonly string[], id: string): string[] {
  return shown.includes(id) ? shown.filter((one) => one !== id) : [...shown, id];
}

/** One place to the left (-1) or to the right (1); as it was where there is no such place. */
export function movedColumn(shown: readonly string[], id: string, by: -1 | 1): string[] {
  const from = shown.indexOf(id);
  const to = from + by;
  if (from < 0 || to < 0 || to >= shown.length) return [...shown];
  const moved = shown.filter((one) => one !== id);
  moved.splice(to, 0, id);
  return moved;
}
