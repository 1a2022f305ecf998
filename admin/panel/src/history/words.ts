// How the history's words are said.
import { resourceOf } from './types.ts';

type Translate = (key: string, values?: Record<string, unknown>) => string;

export const kinds = ['film', 'film_file', 'genre', 'person', 'user', 'token', 'index', 'stream'] as const;
export const actions = ['create', 'update', 'delete', 'revert', 'import', 'rebuild', 'pause', 'resume', 'reset_slot'] as const;

const plain = (word: string): string => word.replaceAll('_', ' ');

export const kindInWords = (translate: Translate, kind: string): string => translate(`history.kinds.${kind}`, { _: plain(kind) });
export const actionInWords = (translate: Translate, action: string): string => translate(`history.actions.${action}`, { _: plain(action) });

/** A field as the form of its object calls it. */
export const fieldInWords = (translate: Translate, kind: string, field: string): string =>
  translate(`resources.${resourceOf[kind] ?? `${kind}s`}.fields.${field}`, { _: translate(`history.fields.${field}`, { _: plain(field) }) });

/** The name of what came into a list or went; undefined where only its id is known. */
export function nameOf(element: unknown): string | undefined {
  if (typeof element !== 'object' || element === null) return undefined;
  const { name } = element as { name?: unknown };
  return typeof name === 'string' ? name : undefined;
}

export const atInWords = (at: string, locale: string): string =>
  new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' }).format(new Date(at));
