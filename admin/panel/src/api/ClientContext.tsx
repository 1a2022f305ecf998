import { createContext, useContext } from 'react';
import type { Client } from './client.ts';

export const ClientContext = createContext<Client | undefined>(undefined);

/** For what no data provider's method says: facets, history, freshness, operations. */
export function useClient(): Client {
  const client = useContext(ClientContext);
  if (client === undefined) throw new Error('there is no ClientContext above');
  return client;
}
