import type { AuthProvider, Store } from 'react-admin';
import type { Client } from '../api/client.ts';
import { isOfLists } from './store.ts';

const place = 'user';

/** What one user was last shown in the lists is not shown to the next one of this browser. */
export function ownLists(auth: AuthProvider, client: Client, store: Store): AuthProvider {
  return {
    ...auth,
    checkAuth: async (params: unknown) => {
      await auth.checkAuth(params);
      const user = await client.session().then(
        ({ id }) => id,
        () => undefined, // the session is over, which the next request tells
      );
      if (user !== undefined) belongTo(user, store);
    },
  };
}

function belongTo(user: string, store: Store): void {
  if (store.getItem<string>(place) === user) return;
  for (const key of Object.keys(store.listItems?.() ?? {})) {
    if (isOfLists(key)) store.removeItem(key);
  }
  store.setItem(place, user);
}
