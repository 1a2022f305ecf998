// The last saves of this page, each with how far it has come: kept while one goes from page to page.
import type { Saved } from './saved.ts';

export type Mark =
  /** In the database; the index is looked at. */
  | { state: 'saved' }
  /** A visitor's search finds it; `afterMs` is null where the page was away meanwhile. */
  | { state: 'searchable'; afterMs: number | null }
  /** Neither the database nor the index has it any longer. */
  | { state: 'gone'; afterMs: number | null }
  /** Not yet, and longer than it should take; `why` in words, '' where nothing is known. */
  | { state: 'held'; why: string };

export interface Save extends Saved {
  key: number;
  /** Milliseconds since the epoch. */
  at: number;
  mark: Mark;
}

const most = 6;

export const isOpen = ({ mark }: Save): boolean => mark.state === 'saved' || mark.state === 'held';

/** For useSyncExternalStore. The newest save comes first; a record stands there once. */
export class Saves {
  #all: readonly Save[] = [];
  #made = 0;
  readonly #listeners = new Set<() => void>();

  readonly all = (): readonly Save[] => this.#all;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  add(saved: Saved): void {
    this.#made += 1;
    const others = this.#all.filter(({ id, resource }) => id !== saved.id || resource !== saved.resource);
    // A save that tells no name may be of a record that was saved under its name before.
    const caption = saved.caption || (saved.count === 1 ? this.#captionOf(saved) : '');
    const save: Save = { ...saved, caption, key: this.#made, at: Date.now(), mark: { state: 'saved' } };
    this.#set([save, ...others].slice(0, most));
  }

  mark(key: number, mark: Mark): void {
    if (this.#all.some((save) => save.key === key)) this.#set(this.#all.map((save) => (save.key === key ? { ...save, mark } : save)));
  }

  /** Forgets those of which nothing more is awaited. */
  clear(): void {
    this.#set(this.#all.filter(isOpen));
  }

  #captionOf({ id, resource }: Saved): string {
    return this.#all.find((save) => save.id === id && save.resource === resource)?.caption ?? '';
  }

  #set(all: readonly Save[]): void {
    this.#all = all;
    for (const listener of this.#listeners) listener();
  }
}
