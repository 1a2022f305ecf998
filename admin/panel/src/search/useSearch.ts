import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useCallback, useEffect, useState } from 'react';
import { useClient } from '../api/ClientContext.tsx';
import type { FoundFilmPage } from '../api/types.ts';
import { useSearchable } from '../freshness/SavesContext.tsx';
import { addressOf, type Asked, queryOf } from './asked.ts';
import { type Changes, changesBetween } from './changes.ts';

const every = 3000; // while the page is seen; a save from this window is shown at once
const markedFor = 8000;
const nothing: Changes = { hits: new Map(), gone: 0 };

interface Searched {
  found: FoundFilmPage | undefined;
  /** What is shown is of a search before. */
  stale: boolean;
  error: Error | null;
  again: () => void;
  /** What edits have just changed of what is shown. */
  changes: Changes;
}

/** What a visitor finds, asked again as edits arrive. */
export function useSearch(asked: Asked): Searched {
  const client = useClient();
  const key = addressOf(asked).toString();
  const { data, error, isPlaceholderData, refetch } = useQuery({
    queryKey: ['search', key],
    queryFn: async ({ signal }) => ({ key, found: (await client.send<FoundFilmPage>('/api/v1/search', { query: queryOf(asked), signal })).data }),
    placeholderData: keepPreviousData,
    refetchInterval: every,
    meta: { quiet: true },
    retry: false,
    staleTime: 0,
    gcTime: 0, // what comes back after a while is not compared with what it was
  });
  const again = useCallback(() => void refetch(), [refetch]);
  useSearchable(again);
  return { found: data?.found, stale: isPlaceholderData, error, again, changes: useChanges(data) };
}

/** The difference to the answer before, for a moment. */
function useChanges(answer: { key: string; found: FoundFilmPage } | undefined): Changes {
  const [last, setLast] = useState(answer);
  const [changes, setChanges] = useState(nothing);
  // As React has it for what follows from a change of what is rendered: no effect, which would show it late.
  if (answer !== last) {
    setLast(answer);
    const next = answer !== undefined && answer.key === last?.key ? changesBetween(last.found.results, answer.found.results) : nothing;
    if (next.hits.size > 0 || next.gone > 0 || answer?.key !== last?.key) setChanges(next);
  }
  useEffect(() => {
    if (changes === nothing) return undefined;
    const timer = setTimeout(() => {
      setChanges(nothing);
    }, markedFor);
    return () => {
      clearTimeout(timer);
    };
  }, [changes]);
  return changes;
}
