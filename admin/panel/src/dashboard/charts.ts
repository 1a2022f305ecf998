// The server's counts as what a chart shows.
import type { Facet } from '../api/types.ts';
import { withRating } from '../films/facets.ts';

export interface Bar {
  key: string;
  label: string;
  count: number;
  /** Under its column, where the label is too long for that. */
  tick?: string;
  /** The list of what is counted; undefined where there is none. */
  to?: string;
}

/** The address of a list with filters as react-admin writes them. */
export const listOf = (resource: string, filter: Record<string, unknown>): string =>
  `/${resource}?filter=${encodeURIComponent(JSON.stringify(filter))}`;

/** Every year from the first to the last, those without a film too; years that are not known are left out. */
export function yearsOf(facets: readonly Facet[]): Bar[] {
  const counts = new Map(facets.flatMap(({ value, count }) => (typeof value === 'number' ? [[value, count] as const] : [])));
  if (counts.size === 0) return [];
  const [first, last] = [Math.min(...counts.keys()), Math.max(...counts.keys())];
  return Array.from({ length: last - first + 1 }, (_, at) => {
    const year = first + at;
    return { key: String(year), label: String(year), count: counts.get(year) ?? 0, to: listOf('films', { year }) };
  });
}

/** Ten bands: 0–1 … 9–10, as the filters of films have them. */
export function ratingsOf(facets: readonly Facet[]): Bar[] {
  return Array.from({ length: 10 }, (_, from) => ({
    key: String(from),
    label: `${from}–${from + 1}`,
    tick: String(from),
    count: countOf(facets, from),
    to: listOf('films', withRating({}, from)),
  }));
}

export const countOf = (facets: readonly Facet[], value: Facet['value']): number =>
  facets.find((facet) => facet.value === value)?.count ?? 0;

/** Of the greatest, in percent; what is there at all can be seen. */
export function share(count: number, greatest: number): number {
  if (count <= 0 || greatest <= 0) return 0;
  return Math.max(1, (count / greatest) * 100);
}

/** Those columns that get a label beneath them: the first, the last and round ones, no more than there is room for. */
export function labelled(bars: readonly Bar[], most: number): ReadonlySet<number> {
  if (bars.length <= most) return new Set(bars.keys());
  const step = [2, 5, 10, 20, 25, 50, 100, 200, 500, 1000].find((width) => bars.length / width <= most - 1) ?? bars.length;
  const round = [...bars.entries()].filter(([, { label }]) => Number(label) % step === 0).map(([at]) => at);
  return new Set(round);
}
