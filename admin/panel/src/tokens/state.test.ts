import { describe, expect, it } from 'vitest';
import type { Token } from '../api/types.ts';
import { scopesFor, stateOf } from './state.ts';

const token: Token = {
  id: '1', user_id: '2', user: 'ann', name: 'import', scopes: ['read'], created: '2026-01-01T00:00:00Z',
  expires: '2026-02-01T00:00:00Z', revoked: null, used: null, valid: true,
};

describe('a token', () => {
  const during = new Date('2026-01-15T00:00:00Z');
  it('is valid as the server says', () => {
    expect(stateOf(token, during)).toBe('valid');
  });
  it('is over by its date, or by being revoked before', () => {
    expect(stateOf({ ...token, valid: false }, new Date('2026-03-01T00:00:00Z'))).toBe('expired');
    expect(stateOf({ ...token, valid: false, revoked: '2026-01-02T00:00:00Z' }, new Date('2026-03-01T00:00:00Z'))).toBe('revoked');
  });
  it('of a user who is disabled is none', () => {
    expect(stateOf({ ...token, valid: false }, during)).toBe('revoked');
  });
});

describe('the scopes to choose from', () => {
  it('are those of the role, without what no token may', () => {
    expect(scopesFor(['read'])).toEqual(['read']);
    expect(scopesFor(['read', 'edit', 'operate', 'administer'])).toEqual(['read', 'edit', 'operate']);
  });
});
