// The course of a few numbers while the page is open, a point a second: what the charts draw.
import type { Status } from './status.ts';

export const series = ['lag_seconds', 'lag_bytes', 'documents', 'retained_bytes'] as const;
export type Series = (typeof series)[number];

const longest = 2 * 60 * 60; // points

/** Documents written a second, of all indices. */
export function pace(status: Status): number {
  return status.indices.reduce((sum, { per_second }) => sum + per_second, 0);
}

export interface Course {
  /** Unix seconds, as uPlot wants them. */
  times: number[];
  /** Null where nothing was known: a gap in the line. */
  values: (number | null)[];
}

export interface Extent {
  least: number;
  most: number;
  mean: number;
}

export class Track {
  readonly #times: number[] = [];
  readonly #values: Record<Series, (number | null)[]> = { lag_seconds: [], lag_bytes: [], documents: [], retained_bytes: [] };

  /** What was known at that moment (Unix milliseconds), undefined where nothing was. */
  add(at: number, status: Status | undefined): void {
    this.#times.push(at / 1000);
    this.#values.lag_seconds.push(status?.lag_seconds ?? null);
    this.#values.lag_bytes.push(status?.lag_bytes ?? null);
    this.#values.documents.push(status === undefined ? null : pace(status));
    this.#values.retained_bytes.push(status?.slot?.retained_bytes ?? null);
    if (this.#times.length <= longest) return;
    this.#times.shift();
    for (const name of series) this.#values[name].shift();
  }

  /** From a moment (Unix seconds) on. */
  course(name: Series, from: number): Course {
    const first = this.#times.findIndex((time) => time >= from);
    const start = first < 0 ? this.#times.length : first;
    return { times: this.#times.slice(start), values: this.#values[name].slice(start) };
  }
}

/** Undefined where nothing is known. */
export function extent({ values }: Course): Extent | undefined {
  const known = values.filter((value) => value !== null);
  if (known.length === 0) return undefined;
  let [least, most, sum] = [Infinity, -Infinity, 0];
  for (const value of known) {
    least = Math.min(least, value);
    most = Math.max(most, value);
    sum += value;
  }
  return { least, most, mean: sum / known.length };
}
