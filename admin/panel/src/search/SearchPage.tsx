import SearchIcon from '@mui/icons-material/Search';
import { Box, Button, InputAdornment, LinearProgress, Pagination, Stack, TextField, Typography } from '@mui/material';
import { useEffect, useRef, useState } from 'react';
import { Title, useLocaleState, useTranslate } from 'react-admin';
import { useSearchParams } from 'react-router-dom';
import { inWords } from '../api/problem.ts';
import { Loading } from '../ui/Loading.tsx';
import { Notice } from '../ui/Notice.tsx';
import { Said } from '../ui/Said.tsx';
import { addressOf, type Asked, askedBy, filtersOf } from './asked.ts';
import { Facets } from './Facets.tsx';
import { Hit } from './Hit.tsx';
import { useSearch } from './useSearch.ts';

/** /search: what a visitor's search finds, as one types and as edits arrive. All that is asked stands in the address. */
export default function SearchPage() {
  const translate = useTranslate();
  const [locale] = useLocaleState();
  const [address, setAddress] = useSearchParams();
  const asked = askedBy(address);
  const { found, stale, error, again, changes } = useSearch(asked);
  const ask = (change: Partial<Asked>, replace = false) => {
    setAddress(addressOf({ ...asked, page: 1, ...change }), { replace });
  };
  const count = new Intl.NumberFormat(locale).format(found?.count ?? 0);
  return (
    <Box sx={{ width: '100%', maxWidth: 1240, pt: 1 }}>
      <Title title={translate('search.title')} />
      <Typography sx={{ color: 'text.secondary', mb: 2 }}>{translate('search.about')}</Typography>
      <QueryField
        value={asked.query}
        onChange={(query) => {
          ask({ query }, true);
        }}
      />
      <Said>{changesText(changes.hits, changes.gone, translate)}</Said>
      {error !== null && found !== undefined && <Away error={error} again={again} />}
      {found === undefined ? (
        error === null ? <Loading /> : <NothingFound title={translate('search.away')} text={inWords(error)} again={again} />
      ) : (
        <Box sx={{ display: 'grid', gap: { xs: 1.5, md: 4 }, gridTemplateColumns: { xs: 'minmax(0, 1fr)', md: '232px minmax(0, 1fr)' }, mt: 1.5, alignItems: 'start' }}>
          <Facets asked={asked} facets={found.facets} onAsk={ask} />
          <Box component="section" aria-label={translate('search.results')} aria-busy={stale}>
            <Box sx={{ height: 3, mb: 0.5 }}>{stale && <LinearProgress aria-label={translate('app.loading')} sx={{ height: 3 }} />}</Box>
            <div role="status">
              <Typography variant="h2" sx={{ mb: 1.5 }}>
                {translate('search.count', { smart_count: found.count, count })}
              </Typography>
            </div>
            {found.count === 0 && (
              <NothingFound title={translate('search.none.title')} text={translate(filtersOf(asked) > 0 ? 'search.none.filters' : 'search.none.words')} />
            )}
            <Stack component="ol" spacing={1.5} sx={{ listStyle: 'none', p: 0, m: 0 }}>
              {found.results.map((film) => (
                <Hit key={film.id} film={film} change={changes.hits.get(film.id)} />
              ))}
            </Stack>
            {found.total_pages > 1 && (
              <Pagination
                sx={{ mt: 3, '& ul': { justifyContent: 'center' } }}
                page={Math.min(asked.page, found.total_pages)}
                count={found.total_pages}
                aria-label={translate('search.pages')}
                getItemAriaLabel={(type, page) => translate(`search.page.${type}`, { page: page ?? '' })}
                onChange={(_, page) => {
                  ask({ page });
                  window.scrollTo({ top: 0 });
                }}
              />
            )}
          </Box>
        </Box>
      )}
    </Box>
  );
}

const settle = 250;

/** Asks when one has stopped typing for a moment; shows what the address says when that changes otherwise. */
function QueryField({ value, onChange }: { value: string; onChange: (query: string) => void }) {
  const translate = useTranslate();
  const [typed, setTyped] = useState(value);
  const [known, setKnown] = useState(value);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(
    () => () => {
      clearTimeout(timer.current);
    },
    [],
  );
  if (value !== known) {
    setKnown(value);
    if (value !== typed.trim()) setTyped(value);
  }
  const say = (query: string) => {
    clearTimeout(timer.current);
    if (query !== value) onChange(query);
  };
  return (
    <TextField
      type="search"
      value={typed}
      label={translate('search.label')}
      margin="none"
      slotProps={{
        htmlInput: { maxLength: 200 },
        input: {
          startAdornment: (
            <InputAdornment position="start">
              <SearchIcon aria-hidden />
            </InputAdornment>
          ),
        },
      }}
      onChange={({ target }) => {
        const query = target.value;
        setTyped(query);
        clearTimeout(timer.current);
        timer.current = setTimeout(() => {
          say(query.trim());
        }, settle);
      }}
      onKeyDown={({ key }) => {
        if (key === 'Enter') say(typed.trim());
      }}
    />
  );
}

/** Over results that are not up to date, because the search is away. It is asked again by itself, too. */
function Away({ error, again }: { error: Error; again: () => void }) {
  const translate = useTranslate();
  return (
    <Stack role="alert" direction="row" sx={{ mt: 1.5, px: 2, py: 1, gap: 1.5, alignItems: 'center', flexWrap: 'wrap', border: 1, borderColor: 'warning.main', borderRadius: 1 }}>
      <Typography variant="body2" sx={{ flex: '1 1 240px' }}>
        {inWords(error)} {translate('search.old')}
      </Typography>
      <Button size="small" onClick={again}>
        {translate('search.again')}
      </Button>
    </Stack>
  );
}

function NothingFound({ title, text, again }: { title: string; text: string; again?: () => void }) {
  const translate = useTranslate();
  return (
    <div role={again === undefined ? undefined : 'alert'}>
      <Notice
        title={title}
        action={
          again !== undefined && (
            <Button variant="contained" onClick={again}>
              {translate('search.again')}
            </Button>
          )
        }
      >
        {text}
      </Notice>
    </div>
  );
}

function changesText(hits: ReadonlyMap<string, string>, gone: number, translate: (key: string, options?: object) => string): string {
  const number = (kind: string) => [...hits.values()].filter((one) => one === kind).length;
  const said = [
    ['search.live.new', number('new')],
    ['search.live.changed', number('changed')],
    ['search.live.gone', gone],
  ] as const;
  return said
    .filter(([, count]) => count > 0)
    .map(([key, count]) => translate(key, { smart_count: count }))
    .join(' ');
}
