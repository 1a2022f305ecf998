import { Box, Breadcrumbs, Button, Link, Typography } from '@mui/material';
import { useEffect, useRef } from 'react';
import { useLocaleState, useTranslate } from 'react-admin';
import { useFilter } from '../lists/useShown.ts';
import { useNumber } from '../ui/numbers.ts';
import { type Place, placeOf, withPlace } from './facets.ts';
import { type Facet, useSteps } from './useFacets.ts';

/** From all years down to a day: decade, year, month, day, each with how many films it has, and the way back up. */
export function DateSteps({ decades }: { decades: readonly Facet[] }) {
  const translate = useTranslate();
  const number = useNumber();
  const text = useDateText();
  const [filter, setFilter] = useFilter();
  const place = placeOf(filter);
  const steps = useSteps(filter, place.decade !== undefined);
  const box = useRef<HTMLDivElement>(null);
  const pressed = useRef(false);
  const goTo = (next: Place) => {
    pressed.current = true;
    setFilter((now) => withPlace(now, next));
  };
  const here = JSON.stringify(place);
  useEffect(() => {
    // What was pressed to get here is no longer there: the focus goes to where one is now, else to the first step down.
    const find = (what: string) => box.current?.querySelector<HTMLElement>(what);
    if (pressed.current) (find('[aria-current]') ?? find('button'))?.focus();
    pressed.current = false;
  }, [here]);
  const values = place.decade === undefined ? decades : steps;
  return (
    <div ref={box}>
      <Way place={place} onGo={goTo} />
      <Box sx={{ display: 'grid', gridTemplateColumns: place.day === undefined ? '1fr 1fr' : '1fr', gap: 0.5 }}>
        {place.day === undefined &&
          place.none !== true &&
          values.map(({ value, count }) => {
            const next = stepTo(place, value);
            return (
              <Button
                key={text(next)}
                size="small"
                sx={{ justifyContent: 'space-between', px: 1, gap: 1, color: 'text.primary', fontWeight: 'fontWeightRegular', textAlign: 'left', lineHeight: 1.35 }}
                onClick={() => {
                  goTo(next);
                }}
              >
                <span>{next.none === true ? translate('resources.films.missing.creation_date') : text(next)}</span>
                <Typography component="span" variant="body2" sx={{ color: 'text.secondary' }}>
                  {number(count)}
                </Typography>
              </Button>
            );
          })}
      </Box>
    </div>
  );
}

function stepTo({ decade, year, month }: Place, value: Facet['value']): Place {
  if (typeof value !== 'number') return { none: true };
  if (decade === undefined) return { decade: value };
  if (year === undefined) return { decade, year: value };
  return month === undefined ? { decade, year, month: value } : { decade, year, month, day: value };
}

/** The steps above a place, from the nearest to "all". */
function above({ decade, year, month, day, none }: Place): Place[] {
  const ways: Place[] = [];
  if (day !== undefined) ways.push({ decade, year, month });
  if (month !== undefined) ways.push({ decade, year });
  if (year !== undefined) ways.push({ decade });
  if (decade !== undefined || none === true) ways.push({});
  return ways.reverse();
}

function Way({ place, onGo }: { place: Place; onGo: (place: Place) => void }) {
  const translate = useTranslate();
  const text = useDateText();
  const steps = above(place);
  if (steps.length === 0) return null;
  return (
    <Breadcrumbs separator="›" aria-label={translate('resources.films.dates.way')} sx={{ fontSize: 'body2.fontSize', mb: 0.5, '& .MuiBreadcrumbs-separator': { mx: 0.5 } }}>
      {steps.map((step) => (
        <Link
          key={text(step)}
          component="button"
          type="button"
          variant="body2"
          onClick={() => {
            onGo(step);
          }}
        >
          {text(step)}
        </Link>
      ))}
      <Typography variant="body2" aria-current="true" tabIndex={-1} sx={{ fontWeight: 'fontWeightMedium' }}>
        {text(place)}
      </Typography>
    </Breadcrumbs>
  );
}

/** The last part of a place in words: "1990s", "1994", "March", "5". */
export function useDateText(): (place: Place) => string {
  const translate = useTranslate();
  const [locale] = useLocaleState();
  return ({ decade, year, month, day, none }) => {
    if (none === true) return translate('resources.films.missing.creation_date');
    if (day !== undefined) return String(day);
    if (month !== undefined) return new Intl.DateTimeFormat(locale, { month: 'long', timeZone: 'UTC' }).format(new Date(Date.UTC(2000, month - 1)));
    if (year !== undefined) return String(year);
    return decade === undefined ? translate('resources.films.dates.all') : translate('resources.films.dates.decade', { decade });
  };
}
