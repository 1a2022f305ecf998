import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useClient } from '../api/ClientContext.tsx';
import { inWords, RequestError } from '../api/problem.ts';
import { type HistoryEntry, type HistoryItem, resourceOf, type State } from './types.ts';
import { requestOf } from './undo.ts';

type Present = (State & { version: number }) | null;

interface Comparison {
  /** null: the object did not exist in that state. */
  wanted: State | null;
  /** null: it does not exist now. */
  now: Present;
}

/** One state of the history beside the present one, and the way back to it. `done` hears of the request that did it. */
export function useRevert(item: HistoryItem, side: 'before' | 'after', done: (request: string) => void) {
  const client = useClient();
  const queries = useQueryClient();
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<string>();
  const [changed, setChanged] = useState<Present>();
  const object = `/api/admin/${resourceOf[item.object_type] ?? item.object_type}/${item.object_id}`;
  const { data, error } = useQuery({
    queryKey: ['history', 'revert', item.seq, side],
    gcTime: 0,
    queryFn: async ({ signal }): Promise<Comparison> => {
      const [entry, now] = await Promise.all([
        client.send<HistoryEntry>(`/api/admin/history/${item.seq}`, { signal }),
        client.send<NonNullable<Present>>(object, { signal }).then(({ data: record }) => record, nullIfGone),
      ]);
      return { wanted: entry.data[side], now };
    },
  });
  const comparison = data === undefined ? undefined : { ...data, now: changed === undefined ? data.now : changed };

  const revert = async () => {
    setBusy(true);
    setRefusal(undefined);
    try {
      const version = comparison?.now?.version;
      const { headers } = await client.send(`/api/admin/history/${item.seq}/revert`, { method: 'POST', body: { state: side }, version });
      done(requestOf(headers));
      await queries.invalidateQueries();
    } catch (failure) {
      setRefusal(inWords(failure));
      // What is compared with from now on is what the others made of it.
      if (failure instanceof RequestError && failure.status === 412) setChanged(failure.problem.current as Present);
    } finally {
      setBusy(false);
    }
  };
  return { comparison, error, busy, refusal, revert };
}

function nullIfGone(error: unknown): null {
  if (error instanceof RequestError && error.status === 404) return null;
  throw error;
}
