import type { Scope, Token } from '../api/types.ts';

export type TokenState = 'valid' | 'revoked' | 'expired';

/** A token that its user's being disabled stops is not valid either; it then counts as revoked. */
export function stateOf(token: Token, now: Date): TokenState {
  if (token.valid) return 'valid';
  return token.revoked === null && new Date(token.expires) <= now ? 'expired' : 'revoked';
}

const scopes: readonly Scope[] = ['read', 'edit', 'operate'];

/** The scopes that are of use to who has these permissions. */
export function scopesFor(permissions: readonly string[]): Scope[] {
  return scopes.filter((scope) => permissions.includes(scope));
}
