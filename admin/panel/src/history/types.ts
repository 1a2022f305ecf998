import type { components, Film, Genre, Person } from '../api/types.ts';

export type HistoryItem = components['schemas']['HistoryItem'];
export type FieldChange = components['schemas']['FieldChange'];
/** The states are objects of the kind that `object_type` names. */
export type HistoryEntry = Omit<components['schemas']['HistoryEntry'], 'before' | 'after'> & { before: State | null; after: State | null };
export type State = Partial<Film & Genre & Person>;

/** Kinds of objects whose states can be brought back, and the resources they are in the panel. */
export const resourceOf: Record<string, string> = { film: 'films', genre: 'genres', person: 'persons' };
export const kindOf: Record<string, string> = { films: 'film', genres: 'genre', persons: 'person' };
