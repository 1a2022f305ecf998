import { Alert, Box, Card, LinearProgress, Link, Stack, Typography } from '@mui/material';
import { useQuery } from '@tanstack/react-query';
import { useLocaleState, useTranslate } from 'react-admin';
import { Link as RouterLink } from 'react-router-dom';
import { useClient } from '../api/ClientContext.tsx';
import { inWords } from '../api/problem.ts';
import type { Film } from '../api/types.ts';

const shown = 25;

/** The films of a genre or a person, with the roles of a person: the first of them, and the way to all. */
export function FilmsOf({ filter, id }: { filter: 'genre' | 'person'; id: string }) {
  const client = useClient();
  const translate = useTranslate();
  const [locale] = useLocaleState();
  const { data, error } = useQuery({
    queryKey: ['films', 'of', filter, id],
    queryFn: async ({ signal }) => {
      const query = { [filter]: id, _sort: 'title', _order: 'ASC', _start: 0, _end: shown };
      const answer = await client.send<Film[]>('/api/admin/films', { query, signal });
      return { films: answer.data, total: Number(answer.headers.get('X-Total-Count') ?? answer.data.length) };
    },
  });
  const all = `/films?filter=${encodeURIComponent(JSON.stringify({ [filter]: [id] }))}`;
  return (
    <Card component="section" aria-labelledby="films-of" sx={{ mt: 2, p: { xs: 2, sm: 2.5 } }}>
      <Stack direction="row" sx={{ alignItems: 'baseline', gap: 1, mb: 1 }}>
        <Typography id="films-of" variant="h2" component="h2">
          {translate('resources.films.name', { smart_count: 2 })}
        </Typography>
        {data !== undefined && (
          <Typography variant="body2" sx={{ color: 'text.secondary' }}>
            {new Intl.NumberFormat(locale).format(data.total)}
          </Typography>
        )}
      </Stack>
      {error !== null && <Alert severity="error">{inWords(error)}</Alert>}
      {data === undefined && error === null && <LinearProgress aria-label={translate('app.loading')} />}
      {data?.films.length === 0 && <Typography sx={{ color: 'text.secondary' }}>{translate('saving.films.none')}</Typography>}
      <Box component="ul" sx={{ listStyle: 'none', m: 0, p: 0 }}>
        {data?.films.map((film) => (
          <Box component="li" key={film.id} sx={{ display: 'flex', flexWrap: 'wrap', columnGap: 1.5, py: 0.75, borderTop: 1, borderColor: 'divider' }}>
            <Link component={RouterLink} to={`/films/${film.id}`} variant="body2" color="inherit" underline="hover" sx={{ fontWeight: 'fontWeightMedium' }}>
              {film.title}
            </Link>
            <Typography component="span" variant="body2" sx={{ color: 'text.secondary' }}>
              {[film.creation_date?.slice(0, 4), ...rolesIn(film, id).map((role) => translate(`saving.films.roles.${role}`))].filter(Boolean).join(' · ')}
            </Typography>
          </Box>
        ))}
      </Box>
      {data !== undefined && data.total > data.films.length && (
        <Link component={RouterLink} to={all} variant="body2" sx={{ display: 'inline-block', mt: 1 }}>
          {translate('saving.films.all')}
        </Link>
      )}
    </Card>
  );
}

const roles = ['actors', 'directors', 'writers'] as const;

const rolesIn = (film: Film, person: string) => roles.filter((role) => film[role].some(({ id }) => id === person));
