import { Box, Button, Typography } from '@mui/material';
import { useQuery } from '@tanstack/react-query';
import { Title, useLocaleState, useTranslate } from 'react-admin';
import { useClient } from '../api/ClientContext.tsx';
import { inWords } from '../api/problem.ts';
import type { Statistics } from '../api/types.ts';
import { Loading } from '../ui/Loading.tsx';
import { Notice } from '../ui/Notice.tsx';
import { Attention } from './Attention.tsx';
import { BarList } from './BarList.tsx';
import { ChartCard } from './ChartCard.tsx';
import { countOf, listOf, ratingsOf, yearsOf } from './charts.ts';
import { Columns } from './Columns.tsx';
import { Totals } from './Totals.tsx';

const mostGenres = 12;

/** The first page: the catalogue in numbers, each of which leads to what it counts. */
export default function Dashboard() {
  const translate = useTranslate();
  const client = useClient();
  const { data, error, refetch } = useQuery({
    queryKey: ['statistics'],
    queryFn: async ({ signal }) => (await client.send<Statistics>('/api/admin/statistics', { signal })).data,
    refetchInterval: 60_000, // counted once a minute
    meta: { quiet: true },
    retry: false,
  });
  const again = (
    <Button variant="contained" onClick={() => void refetch()}>
      {translate('dashboard.again')}
    </Button>
  );
  return (
    <Box sx={{ width: '100%', maxWidth: 1440, pt: 1 }}>
      <Title title={translate('dashboard.title')} />
      {data !== undefined ? (
        <Cards statistics={data} />
      ) : error === null ? (
        <Loading />
      ) : (
        <div role="alert">
          <Notice title={translate('dashboard.away')} action={again}>
            {inWords(error)}
          </Notice>
        </div>
      )}
    </Box>
  );
}

function Cards({ statistics }: { statistics: Statistics }) {
  const translate = useTranslate();
  const [locale] = useLocaleState();
  const numbers = new Intl.NumberFormat(locale);
  const unknown = (name: string, count: number) =>
    count === 0 ? undefined : translate(`dashboard.unknown.${name}`, { smart_count: count, count: numbers.format(count) });
  const types = statistics.types.map(({ value, count }) => ({
    key: String(value),
    label: translate(`dashboard.types.${value ?? ''}`, { _: String(value) }),
    count,
    to: listOf('films', { type: [value] }),
  }));
  const roles = statistics.roles.map(({ value, count }) => ({ key: String(value), label: translate(`dashboard.roles.${value ?? ''}`, { _: String(value) }), count }));
  const genres = (statistics.by_genre ?? []).map(({ value, name, count }) => ({ key: String(value), label: name ?? String(value), count, to: listOf('films', { genre: [value] }) }));
  const [years, ratings] = [yearsOf(statistics.years), ratingsOf(statistics.ratings)];
  const at = new Intl.DateTimeFormat(locale, { timeStyle: 'medium' }).format(new Date(statistics.at));
  return (
    <Box sx={{ display: 'grid', gap: 2 }}>
      <Totals statistics={statistics} />
      <Box sx={{ display: 'grid', gap: 2, gridTemplateColumns: { xs: 'minmax(0, 1fr)', lg: 'minmax(0, 3fr) minmax(0, 2fr)' } }}>
        <ChartCard title={translate('dashboard.years')} of={translate('dashboard.year')} bars={years} note={unknown('year', countOf(statistics.years, null))}>
          <Columns bars={years} label={translate('dashboard.years_chart', { first: years[0]?.label ?? '', last: years.at(-1)?.label ?? '' })} />
        </ChartCard>
        <ChartCard title={translate('dashboard.ratings')} of={translate('dashboard.rating')} bars={ratings} note={unknown('rating', countOf(statistics.ratings, null))}>
          <Columns bars={ratings} label={translate('dashboard.ratings_chart')} />
        </ChartCard>
      </Box>
      <Box sx={{ display: 'grid', gap: 2, alignItems: 'start', gridTemplateColumns: { xs: 'minmax(0, 1fr)', sm: 'repeat(2, minmax(0, 1fr))', lg: 'repeat(3, minmax(0, 1fr))' } }}>
        <ChartCard title={translate('dashboard.genres')} note={genres.length > mostGenres ? translate('dashboard.most_genres', { shown: mostGenres, count: genres.length }) : undefined}>
          <BarList bars={genres.slice(0, mostGenres)} />
        </ChartCard>
        <Box sx={{ display: 'grid', gap: 2 }}>
          <ChartCard title={translate('dashboard.kinds')}>
            <BarList bars={types} />
          </ChartCard>
          <ChartCard title={translate('dashboard.parts')}>
            <BarList bars={roles} />
          </ChartCard>
        </Box>
        <Attention statistics={statistics} />
      </Box>
      <Typography variant="caption" sx={{ color: 'text.secondary' }}>
        {translate('dashboard.at', { at })}
      </Typography>
    </Box>
  );
}
