// What forms save: the fields of each kind of record, and what a new one begins with.
import { isLinks, isNothing, type Values } from './values.ts';

export type Resource = 'films' | 'genres' | 'persons';

export interface Subject {
  resource: Resource;
  /** All that is saved, in the order of the form. A save is of the whole record: what stood in none would be emptied. */
  fields: readonly string[];
  /** The one that people know a record by. */
  caption: string;
  blank: Values;
}

export const films: Subject = {
  resource: 'films',
  fields: ['title', 'type', 'creation_date', 'rating', 'certificate', 'description', 'genres', 'actors', 'directors', 'writers', 'file_path'],
  caption: 'title',
  blank: { title: '', type: 'movie', genres: [], actors: [], directors: [], writers: [] },
};

export const genres: Subject = { resource: 'genres', fields: ['name', 'description'], caption: 'name', blank: { name: '' } };

export const persons: Subject = { resource: 'persons', fields: ['full_name'], caption: 'full_name', blank: { full_name: '' } };

/** What the server is sent of a form: its fields, null for what is empty, lists as they are. */
export function bodyOf({ fields }: Subject, values: Values): Values {
  const sent = (value: unknown) => (isNothing(value) && !isLinks(value) ? null : value);
  return Object.fromEntries(fields.filter((field) => field in values).map((field) => [field, sent(values[field])]));
}

/**
 * Errors of elements of lists ({actors: {1: {id: 'There is no such person.'}}}) as sentences of the list's field, each
 * with the name that it is about.
 */
export function flatErrors(errors: Record<string, unknown>, values: Values): Record<string, unknown> {
  const flat = Object.entries(errors).map(([field, error]) => {
    const links = values[field];
    if (!isLinks(links) || typeof error !== 'object' || error === null) return [field, error] as const;
    const sentences = Object.entries(error).map(([at, inner]) => `${links[Number(at)]?.name ?? at}: ${words(inner)}`);
    return [field, sentences.join(' ')] as const;
  });
  return Object.fromEntries(flat);
}

function words(error: unknown): string {
  if (typeof error === 'object' && error !== null) return Object.values(error).map(words).join(' ');
  return String(error);
}
