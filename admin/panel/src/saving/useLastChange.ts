import { useQuery } from '@tanstack/react-query';
import { useLocaleState, useTranslate } from 'react-admin';
import { useClient } from '../api/ClientContext.tsx';
import { type HistoryEntry, type HistoryItem, kindOf } from '../history/types.ts';
import type { Subject } from './subjects.ts';
import type { Stored } from './useSaving.ts';

/** A sentence about who made this version of the record and when; '' until it is known, and where it was nobody here. */
export function useLastChange({ resource }: Subject, { id, version }: Stored): string {
  const client = useClient();
  const translate = useTranslate();
  const [locale] = useLocaleState();
  const { data } = useQuery({
    queryKey: ['history', 'last', resource, id, version],
    queryFn: async ({ signal }) => {
      const query = { object_type: kindOf[resource], object_id: id, _end: 10 };
      const { data: items } = await client.send<HistoryItem[]>('/api/admin/history', { query, signal });
      const last = items.find((item) => item.object_id === id);
      if (last === undefined) return null;
      const { data: entry } = await client.send<HistoryEntry>(`/api/admin/history/${last.seq}`, { signal });
      return entry.after?.version === version ? last : null;
    },
  });
  if (data === undefined || data === null) return '';
  const at = new Intl.DateTimeFormat(locale, { timeStyle: 'short' }).format(new Date(data.at));
  return translate('saving.conflict.who', { name: data.actor, at });
}
