import { Box, Card, Chip, Link, Stack, Typography } from '@mui/material';
import { Fragment } from 'react';
import { useLocaleState, useTranslate } from 'react-admin';
import { Link as RouterLink } from 'react-router-dom';
import type { FoundFilm } from '../api/types.ts';
import type { HitChange } from './changes.ts';
import { markedNames, markedText, piecesOf } from './highlights.ts';
import { Marked } from './Marked.tsx';

/** A film as it is found. `change`: an edit has just changed it, which is said beside its title. */
export function Hit({ film, change }: { film: FoundFilm; change: HitChange | undefined }) {
  const translate = useTranslate();
  const [locale] = useLocaleState();
  const { highlights } = film;
  const year = film.creation_date?.slice(0, 4);
  const facts = [translate(`resources.films.types.${film.type}`), year, film.genres.join(', ')].filter(Boolean).join(' · ');
  const rating = film.rating === null ? undefined : new Intl.NumberFormat(locale, { minimumFractionDigits: 1, maximumFractionDigits: 1 }).format(film.rating);
  const path = `/films/${encodeURIComponent(film.id)}`;
  return (
    <Card component="li" sx={{ p: 2, borderColor: change === undefined ? undefined : 'secondary.main', transition: 'border-color 0.4s' }}>
      <Stack direction="row" sx={{ gap: 1.5, alignItems: 'baseline' }}>
        <Typography variant="h3" sx={{ flex: 1, minWidth: 0, overflowWrap: 'anywhere' }}>
          <Link component={RouterLink} to={path} color="inherit" underline="hover">
            <Marked pieces={markedText(film.title, highlights.title)} />
          </Link>
          {change !== undefined && <Chip size="small" color="secondary" variant="outlined" label={translate(`search.hit.${change}`)} sx={{ ml: 1 }} />}
        </Typography>
        {rating !== undefined && (
          <Typography component="span" aria-label={translate('search.hit.rating', { rating })} role="img" sx={{ fontWeight: 'fontWeightBold', color: 'secondary.main' }}>
            {rating}
          </Typography>
        )}
      </Stack>
      <Typography variant="body2" sx={{ color: 'text.secondary' }}>
        {facts}
      </Typography>
      <Description film={film} />
      <Box sx={{ display: 'grid', gap: 0.25, mt: 0.75 }}>
        {(['directors', 'writers', 'actors'] as const).map((role) => (
          <People key={role} role={role} film={film} />
        ))}
      </Box>
      <Link component={RouterLink} to={`${path}/freshness`} variant="caption" aria-label={translate('freshness.tray.compare_one', { name: film.title })} sx={{ display: 'inline-block', mt: 0.75 }}>
        {translate('freshness.tray.compare')}
      </Link>
    </Card>
  );
}

function Description({ film: { description, highlights } }: { film: FoundFilm }) {
  const parts = highlights.description;
  if (parts === undefined && (description === null || description === '')) return null;
  return (
    <Typography variant="body2" sx={{ mt: 0.75, maxWidth: '76ch', ...(parts === undefined ? twoLines : {}) }}>
      {parts === undefined
        ? description
        : parts.map((part, at) => (
            <Fragment key={at}>
              {at > 0 && ' … '}
              <Marked pieces={piecesOf(part)} />
            </Fragment>
          ))}
    </Typography>
  );
}

const twoLines = { display: '-webkit-box', WebkitLineClamp: 2, WebkitBoxOrient: 'vertical', overflow: 'hidden' } as const;

const room = { directors: 3, writers: 3, actors: 5 };

function People({ role, film }: { role: keyof typeof room; film: FoundFilm }) {
  const translate = useTranslate();
  const { shown, more } = markedNames(film[role], film.highlights[role], room[role]);
  if (shown.length === 0) return null;
  return (
    <Typography variant="body2">
      <Box component="span" sx={{ color: 'text.secondary' }}>
        {translate(`resources.films.fields.${role}`)}:{' '}
      </Box>
      {shown.map((pieces, at) => (
        <Fragment key={at}>
          {at > 0 && ', '}
          <Marked pieces={pieces} />
        </Fragment>
      ))}
      {more > 0 && ` ${translate('search.hit.more', { smart_count: more })}`}
    </Typography>
  );
}
