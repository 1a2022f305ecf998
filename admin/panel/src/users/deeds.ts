// What an administrator does to a user: the request, and whether it may be done to this one.
import type { Client } from '../api/client.ts';
import type { OneTimePassword, Role, User } from '../api/types.ts';

export type Deed = 'role' | 'password' | 'second_factor' | 'sessions' | 'disable' | 'enable';

/** In the order of the menu. One's own password and second factor stand in one's profile: there they ask for the password. */
export function deedsFor(user: User, own: boolean): Deed[] {
  const deeds: Deed[] = ['role'];
  if (!own) deeds.push('password');
  if (!own && user.second_factor) deeds.push('second_factor');
  deeds.push('sessions', user.disabled ? 'enable' : 'disable');
  return deeds;
}

/** Those that take something away. */
export const dangerous: ReadonlySet<Deed> = new Set<Deed>(['second_factor', 'disable']);

/** Does it; the new password where there is one. Throws RequestError. */
export async function perform(client: Client, deed: Deed, user: User, role: Role): Promise<string | undefined> {
  const path = `/api/admin/users/${user.id}`;
  switch (deed) {
    case 'role':
      await client.send(path, { method: 'PUT', body: { role, disabled: user.disabled } });
      return undefined;
    case 'disable':
    case 'enable':
      await client.send(path, { method: 'PUT', body: { role: user.role, disabled: deed === 'disable' } });
      return undefined;
    case 'password':
      return (await client.send<OneTimePassword>(`${path}/password`, { method: 'POST' })).data.one_time_password;
    case 'second_factor':
      await client.send(`${path}/totp`, { method: 'DELETE' });
      return undefined;
    case 'sessions':
      await client.send(`${path}/sessions`, { method: 'DELETE' });
      return undefined;
  }
}
