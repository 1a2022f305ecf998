import { Typography } from '@mui/material';
import { useQuery } from '@tanstack/react-query';
import { useTranslate } from 'react-admin';
import { useClient } from '../api/ClientContext.tsx';
import { inWords } from '../api/problem.ts';
import type { Statistics } from '../api/types.ts';
import { BarList } from './BarList.tsx';
import { ChartCard } from './ChartCard.tsx';
import { countOf, listOf } from './charts.ts';

const asked = ['genres', 'people', 'description'] as const;

/** Films that lack something, by what they lack: each leads to the list of them. */
export function Attention({ statistics }: { statistics: Statistics }) {
  const translate = useTranslate();
  const client = useClient();
  const { data, error } = useQuery({
    queryKey: ['films', 'missing'],
    queryFn: async ({ signal }) => {
      const count = async (missing: string) => {
        const { headers } = await client.send('/api/admin/films', { query: { missing, _start: 0, _end: 1 }, signal });
        return Number(headers.get('X-Total-Count') ?? 0);
      };
      return Promise.all(asked.map(async (name) => ({ name, count: await count(name) })));
    },
    staleTime: 60_000,
    retry: false,
  });
  // What the statistics know needs no question of its own.
  const known = [
    { name: 'rating', count: countOf(statistics.ratings, null) },
    { name: 'creation_date', count: countOf(statistics.years, null) },
  ];
  const bars = [...(data ?? []), ...known]
    .filter(({ count }) => count > 0)
    .map(({ name, count }) => ({ key: name, label: translate(`dashboard.missing.${name}`), count, to: listOf('films', { missing: [name] }) }));
  return (
    <ChartCard title={translate('dashboard.attention')} note={error === null ? undefined : inWords(error)}>
      {bars.length > 0 ? <BarList bars={bars} /> : <Typography sx={{ color: 'text.secondary' }}>{translate('dashboard.nothing_missing')}</Typography>}
    </ChartCard>
  );
}
