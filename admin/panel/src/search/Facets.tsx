import { Box, Button, ButtonBase, Typography } from '@mui/material';
import { useId, useState } from 'react';
import { useLocaleState, useTranslate } from 'react-admin';
import type { FoundFilmPage } from '../api/types.ts';
import { type Asked, filtersOf, toggled } from './asked.ts';

interface FacetsProps {
  asked: Asked;
  facets: FoundFilmPage['facets'];
  onAsk: (change: Partial<Asked>) => void;
}

interface Choice {
  key: string;
  label: string;
  count: number;
  chosen: boolean;
  choose: () => void;
}

/** The search's facets as filters, with how many films each leaves. On a phone they fold away. */
export function Facets({ asked, facets, onAsk }: FacetsProps) {
  const translate = useTranslate();
  const [open, setOpen] = useState(false);
  const id = useId();
  const chosen = filtersOf(asked);
  const groups = useGroups({ asked, facets, onAsk });
  return (
    <Box component="aside" aria-label={translate('search.filters')}>
      <Button
        variant="outlined"
        aria-expanded={open}
        aria-controls={id}
        onClick={() => {
          setOpen(!open);
        }}
        sx={{ display: { md: 'none' } }}
      >
        {chosen === 0 ? translate('search.filters') : translate('search.filters_chosen', { count: chosen })}
      </Button>
      <Box id={id} sx={{ display: { xs: open ? 'grid' : 'none', md: 'grid' }, gap: 2.5, mt: { xs: 1.5, md: 0 } }}>
        {groups.map(({ name, choices }) => choices.length > 0 && <Group key={name} name={name} choices={choices} />)}
        {chosen > 0 && (
          <Button
            sx={{ justifySelf: 'start' }}
            onClick={() => {
              onAsk({ genres: [], types: [], decade: null, rating: null });
            }}
          >
            {translate('search.no_filters')}
          </Button>
        )}
      </Box>
    </Box>
  );
}

function useGroups({ asked, facets, onAsk }: FacetsProps): { name: string; choices: Choice[] }[] {
  const translate = useTranslate();
  const genres = [...facets.genres, ...asked.genres.filter((name) => facets.genres.every(({ value }) => value !== name)).map((value) => ({ value, count: 0 }))];
  const ratings = [9, 8, 7, 6, 5].filter((rating) => rating === asked.rating || atLeast(facets.ratings, rating) > 0);
  return [
    {
      name: 'types',
      choices: facets.types.map(({ value, count }) => ({
        key: value,
        label: translate(`resources.films.types.${value}`, { _: value }),
        count,
        chosen: asked.types.includes(value),
        choose: () => {
          onAsk({ types: toggled(asked.types, value) });
        },
      })),
    },
    {
      name: 'genres',
      choices: genres.map(({ value, count }) => ({
        key: value,
        label: value,
        count,
        chosen: asked.genres.includes(value),
        choose: () => {
          onAsk({ genres: toggled(asked.genres, value) });
        },
      })),
    },
    {
      name: 'ratings',
      choices: ratings.map((rating) => ({
        key: String(rating),
        label: translate('search.rating_from', { rating }),
        count: atLeast(facets.ratings, rating),
        chosen: asked.rating === rating,
        choose: () => {
          onAsk({ rating: asked.rating === rating ? null : rating });
        },
      })),
    },
    {
      name: 'years',
      choices: [...facets.years].reverse().map(({ from, to, count }) => ({
        key: String(from),
        label: `${from}–${to}`,
        count,
        chosen: asked.decade === from,
        choose: () => {
          onAsk({ decade: asked.decade === from ? null : from });
        },
      })),
    },
  ];
}

/** A bound from below: all that is rated higher is in it. */
const atLeast = (ratings: FoundFilmPage['facets']['ratings'], least: number): number =>
  ratings.reduce((sum, { from, count }) => (from >= least ? sum + count : sum), 0);

const few = 8;

function Group({ name, choices }: { name: string; choices: Choice[] }) {
  const translate = useTranslate();
  const [locale] = useLocaleState();
  const [all, setAll] = useState(false);
  const id = useId();
  const numbers = new Intl.NumberFormat(locale);
  const shown = all ? choices : choices.filter(({ chosen }, at) => at < few || chosen);
  return (
    <div role="group" aria-labelledby={id}>
      <Typography id={id} variant="overline" component="h2" sx={{ color: 'text.secondary' }}>
        {translate(`search.facets.${name}`)}
      </Typography>
      {shown.map(({ key, label, count, chosen, choose }) => (
        <ButtonBase
          key={key}
          role="checkbox"
          aria-checked={chosen}
          onClick={choose}
          sx={{
            display: 'flex',
            width: '100%',
            justifyContent: 'space-between',
            gap: 1,
            px: 1,
            mx: -1,
            py: 0.5,
            minHeight: 28,
            borderRadius: 1,
            textAlign: 'left',
            typography: 'body2',
            fontWeight: chosen ? 'fontWeightBold' : undefined,
            bgcolor: chosen ? 'action.selected' : undefined,
            color: chosen ? 'primary.main' : 'text.primary',
            '&:hover': { bgcolor: 'action.hover' },
          }}
        >
          <span>
            {chosen && <span aria-hidden>✓ </span>}
            {label}
          </span>
          <Box component="span" sx={{ color: 'text.secondary' }}>
            {numbers.format(count)}
          </Box>
        </ButtonBase>
      ))}
      {choices.length > few && (
        <Button
          size="small"
          aria-expanded={all}
          onClick={() => {
            setAll(!all);
          }}
          sx={{ mx: -1 }}
        >
          {translate(all ? 'search.fewer' : 'search.more')}
        </Button>
      )}
    </div>
  );
}
