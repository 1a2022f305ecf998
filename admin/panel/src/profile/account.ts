// What the profile asks the server about whoever is signed in.
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import { useClient } from '../api/ClientContext.tsx';
import type { OwnSession, SecondFactor, Session, Token } from '../api/types.ts';

const key = (part: string) => ['account', part];

export function useSession() {
  const client = useClient();
  return useQuery({ queryKey: key('session'), queryFn: (): Promise<Session> => client.session() });
}

export function useSecondFactor() {
  return useOwn<SecondFactor>('totp');
}

export function useSessions() {
  return useOwn<OwnSession[]>('sessions');
}

export function useTokens() {
  return useOwn<Token[]>('tokens');
}

function useOwn<T>(part: string) {
  const client = useClient();
  return useQuery({ queryKey: key(part), queryFn: async ({ signal }) => (await client.send<T>(`/api/account/${part}`, { signal })).data });
}

/**
 * To be called where the server has begun another session in place of this one, or has changed something of the
 * account: the former session's token is forgotten and all is asked again.
 */
export function useRenewAccount(): () => void {
  const client = useClient();
  const queries = useQueryClient();
  return useCallback(() => {
    client.forget();
    for (const part of ['session', 'totp', 'sessions', 'tokens']) void queries.invalidateQueries({ queryKey: key(part) });
  }, [client, queries]);
}
