import type { components } from '../api/types.ts';

/** What has a document of its own in an index. */
export type Resource = 'films' | 'genres' | 'persons';

export type Freshness = components['schemas']['Freshness'];

export const isResource = (name: string | undefined): name is Resource => name === 'films' || name === 'genres' || name === 'persons';
