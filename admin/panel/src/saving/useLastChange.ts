import { useQuery } from '@tanstack/react-query';
import { useLocaleState, useTranslate } from 'react-admin';
import { useClient } from '../api/ClientContext.tsx';
import { type HistoryItem, kindOf } from '../history/types.ts';
import type { Subject } from './subjects.ts';
import type { Stored } from './useSaving.ts';

/** A sentence about who saved the record last and when, '' until it is known, or where it cannot be. */
export function useLastChange({ resource }: Subject, { id, version }: Stored): string {
  const client = useClient();
  const translate = useTranslate();
  const [locale] = useLocaleState();
  const { data } = useQuery({
    queryKey: ['history', 'last', resource, id, version],
    queryFn: async ({ signal }) => {
      const query = { object_type: kindOf[resource], object_id: id, _end: 10 };
      const { data: items } = await client.send<HistoryItem[]>('/api/admin/history', { query, signal });
      return items.find((item) => item.object_id === id) ?? null;
    },
  });
  if (data === undefined || data === null) return '';
  const at = new Intl.DateTimeFormat(locale, { timeStyle: 'short' }).format(new Date(data.at));
  return translate('saving.conflict.who', { name: data.actor, at });
}
