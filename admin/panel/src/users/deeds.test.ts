import { describe, expect, it } from 'vitest';
import type { User } from '../api/types.ts';
import { deedsFor } from './deeds.ts';

const user: User = { id: '1', name: 'ann', role: 'editor', disabled: false, one_time: false, created: '', signed_in: null, second_factor: false };

describe('what may be done to a user', () => {
  it('is all but what there is not', () => {
    expect(deedsFor(user, false)).toEqual(['role', 'password', 'sessions', 'disable']);
    expect(deedsFor({ ...user, second_factor: true, disabled: true }, false)).toEqual(['role', 'password', 'second_factor', 'sessions', 'enable']);
  });

  it("leaves one's own password and second factor to the profile", () => {
    expect(deedsFor({ ...user, second_factor: true }, true)).toEqual(['role', 'sessions', 'disable']);
  });
});
