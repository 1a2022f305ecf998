import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useClient } from '../api/ClientContext.tsx';
import type { HistoryItem } from './types.ts';

export interface HistoryFilter {
  object_type?: string;
  object_id?: string;
  actor?: string;
  action?: string;
  /** Days in UTC. */
  from?: string;
  to?: string;
}

export interface HistoryPart {
  items: HistoryItem[];
  total: number;
  /** There are more than were counted. */
  isAtLeast: boolean;
}

/** `size` rows of the history from `start` on, the newest first. */
export function useHistory(filter: HistoryFilter, start: number, size: number) {
  const client = useClient();
  return useQuery({
    queryKey: ['history', 'list', filter, start, size],
    placeholderData: keepPreviousData,
    queryFn: async ({ signal }): Promise<HistoryPart> => {
      const { data, headers } = await client.send<HistoryItem[]>('/api/admin/history', {
        query: { ...filter, _start: start, _end: start + size },
        signal,
      });
      const total = Number(headers.get('X-Total-Count') ?? data.length);
      return { items: data, total, isAtLeast: headers.get('X-Total-Count-Kind') === 'at-least' };
    },
  });
}
