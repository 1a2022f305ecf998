// Who may do what. The server enforces it; here what is not allowed is not shown.
import type { AuthProvider } from 'react-admin';
import type { Client } from './client.ts';
import type { SessionEnd } from './SessionEnd.ts';
import { RequestError } from './problem.ts';
import type { Permission } from './types.ts';

const editing = new Set(['create', 'save', 'clone', 'delete', 'import', 'revert']);

/** What one needs for an action on a resource or a page. */
export function needed(resource: string, action: string): Permission {
  if (resource === 'users' || resource === 'tokens') return 'administer';
  if (resource === 'operations') return 'operate';
  if (resource === 'history') return 'edit'; // who changed what is not for viewers
  // 'edit' opens the form, which everybody may read; 'save' changes what it shows.
  return editing.has(action) ? 'edit' : 'read';
}

export function authProvider(client: Client, end: SessionEnd): AuthProvider {
  return {
    // The server's own page signs people in; the panel leads there.
    login: () => Promise.resolve(),
    logout: async () => {
      await client.send('/api/session', { method: 'DELETE' }).catch((error: unknown) => {
        if (!(error instanceof RequestError && error.status === 401)) throw error;
      });
      client.forget();
      window.location.assign('/sign-in'); // not back to here: the next one may be somebody else
      return false;
    },
    checkAuth: async () => {
      try {
        await client.session();
      } catch (error) {
        if (!isOver(error)) throw error;
        // The client leads to the sign-in page; nothing is shown until the browser is there. What is not saved stays.
        if (!end.stays) await never();
      }
    },
    checkError: (error: unknown) => (isOver(error) && !end.stays ? never() : Promise.resolve()),
    getIdentity: async () => {
      const { id, name } = await client.session();
      return { id, fullName: name };
    },
    getPermissions: async () => (await client.session()).permissions,
    canAccess: async ({ resource, action }) => (await client.session()).permissions.includes(needed(resource, action)),
  };
}

const isOver = (error: unknown): boolean => error instanceof RequestError && error.status === 401;
const never = () => new Promise<void>(() => undefined);

/** To the sign-in page, and from there back to where one is. */
export function leaveToSignIn(): void {
  const { pathname, search } = window.location;
  // A server without that page sends the panel instead: it shall not go round in circles.
  if (pathname === '/sign-in') return;
  window.location.assign(`/sign-in?next=${encodeURIComponent(pathname + search)}`);
}
