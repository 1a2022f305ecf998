// What a user has chosen in the panel, kept by the server for all his browsers; by this browser alone where the server
// has no place for it.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useRef } from 'react';
import { useNotify } from 'react-admin';
import { useClient } from './ClientContext.tsx';
import type { Client } from './client.ts';
import { inWords, RequestError } from './problem.ts';

export type Preferences = Readonly<Record<string, unknown>>;
export type PreferencesChange = (preferences: Preferences) => Preferences;

interface Kept {
  value: Preferences;
  /** Of the server's; undefined where this browser keeps them. */
  version: number | undefined;
}

const path = '/api/account/preferences';
const place = 'walcast.preferences';
const queryKey = ['account', 'preferences'];
const patience = 500; // ms that one waits for more changes before they are saved

/** Throws RequestError where the server does not answer. */
export async function readPreferences(client: Client): Promise<Kept> {
  try {
    const { data, headers } = await client.send<unknown>(path);
    return { value: objectOf(data), version: versionOf(headers.get('ETag')) };
  } catch (error) {
    if (error instanceof RequestError && error.status === 404) return { value: ownCopy(), version: undefined };
    throw error;
  }
}

/** Saves `kept` as it is now. Where another window was first, its state with `changes` made to it is saved instead. */
export async function savePreferences(client: Client, kept: Kept, changes: readonly PreferencesChange[]): Promise<Kept> {
  if (kept.version === undefined) {
    localStorage.setItem(place, JSON.stringify(kept.value));
    return kept;
  }
  let { value, version } = kept;
  for (let attempt = 1; ; attempt += 1) {
    try {
      const { headers } = await client.send<unknown>(path, { method: 'PUT', body: value, version });
      return { value, version: versionOf(headers.get('ETag')) };
    } catch (error) {
      if (!(error instanceof RequestError && error.status === 412 && attempt < 4)) throw error;
      value = changes.reduce((state, change) => change(state), objectOf(error.problem.current));
      version = versionOf(typeof error.problem.ETag === 'string' ? error.problem.ETag : null);
    }
  }
}

/** `preferences` is undefined until they are read; {} where they cannot be. A change shows at once and is saved a little later. */
export function usePreferences(): { preferences: Preferences | undefined; change: (change: PreferencesChange) => void } {
  const client = useClient();
  const queries = useQueryClient();
  const notify = useNotify();
  const { data, isError } = useQuery({
    queryKey,
    queryFn: () => readPreferences(client),
    // Read once: where all is asked for anew, that would overtake a choice which is not saved yet.
    enabled: ({ state }) => state.data === undefined,
    staleTime: Infinity,
    retry: false,
  });
  const waiting = useRef<PreferencesChange[]>([]);
  const timer = useRef<number | undefined>(undefined);

  const { mutate } = useMutation({
    scope: { id: queryKey.join() }, // one after another: the next begins with the version that the last one made
    mutationFn: async () => {
      const changes = waiting.current.splice(0);
      const kept = queries.getQueryData<Kept>(queryKey);
      if (kept === undefined || changes.length === 0) return;
      const saved = await savePreferences(client, kept, changes);
      queries.setQueryData<Kept>(queryKey, (now) => ({ value: now?.value === kept.value ? saved.value : (now ?? saved).value, version: saved.version }));
    },
    onError: (error) => {
      notify('app.preferences.unsaved', { type: 'warning', messageArgs: { why: inWords(error) } });
    },
  });

  const change = useCallback(
    (made: PreferencesChange) => {
      queries.setQueryData<Kept>(queryKey, (kept) => kept && { ...kept, value: made(kept.value) });
      waiting.current.push(made);
      window.clearTimeout(timer.current);
      timer.current = window.setTimeout(mutate, patience);
    },
    [queries, mutate],
  );

  useEffect(() => {
    const unsaved = waiting.current;
    return () => {
      window.clearTimeout(timer.current);
      if (unsaved.length > 0) mutate();
    };
  }, [mutate]);

  return { preferences: data?.value ?? (isError ? {} : undefined), change };
}

function ownCopy(): Preferences {
  try {
    return objectOf(JSON.parse(localStorage.getItem(place) ?? '{}'));
  } catch {
    return {}; // somebody else wrote there
  }
}

function objectOf(value: unknown): Preferences {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Preferences) : {};
}

function versionOf(tag: string | null): number {
  return Number(/^(?:W\/)?"(\d+)"$/.exec(tag ?? '')?.[1] ?? 0);
}
