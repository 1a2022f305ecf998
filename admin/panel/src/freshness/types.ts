import type { components } from '../api/types.ts';

/** What has a document of its own in an index. */
export type Resource = 'films' | 'genres' | 'persons';

/** Servers before it was told when a document was written leave the times out. */
interface Times {
  committed_at?: string | null;
  written_at?: string | null;
  after_ms?: number | null;
  time_unknown?: string | null;
}

export type Freshness = components['schemas']['Freshness'] & Times;

export const isResource = (name: string | undefined): name is Resource => name === 'films' || name === 'genres' || name === 'persons';
