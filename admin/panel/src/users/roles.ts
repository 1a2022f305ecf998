import type { Role } from '../api/types.ts';

export const roles: readonly Role[] = ['viewer', 'editor', 'operator', 'administrator'];

/** For inputs: the text is a key. */
export const roleChoices = roles.map((id) => ({ id, name: `roles.${id}.name` }));
