import { useGetMany, useLocaleState, useTranslate } from 'react-admin';
import type { Genre, Person } from '../api/types.ts';
import { Chips, type FilterChip } from '../lists/ChipRow.tsx';
import { type Filter, withoutValue, valuesOf, without } from '../lists/filter.ts';
import { useFilter } from '../lists/useShown.ts';
import { placeOf, ratingOf, withoutPlace, withoutRating } from './facets.ts';
import { ratingText } from './FilmFilters.tsx';

const ownParts = ['description', 'genres', 'people'];

/** The filters of films in words. */
export function FilmChips() {
  const translate = useTranslate();
  const [filter] = useFilter();
  const nameOf = useNames(filter);
  const date = usePlaceText(filter);
  const of = (field: string, text: string) => `${translate(`resources.films.fields.${field}`)}: ${text}`;
  const each = (name: string, field: string, text: (value: string) => string): FilterChip[] =>
    valuesOf(filter, name).map((value) => ({ id: `${name} ${value}`, label: of(field, text(value)), without: (now) => withoutValue(now, name, value) }));

  const chips = [
    ...valuesOf(filter, 'q').map((q) => ({ id: 'q', label: `“${q}”`, without: (now: Filter) => without(now, ['q']) })),
    ...each('type', 'type', (value) => translate(`resources.films.types.${value}`)),
    ...each('genre', 'genres', nameOf),
    ...each('person', 'people', nameOf),
    ...each('director', 'directors', nameOf),
    ...valuesOf(filter, 'missing')
      .filter((value) => ownParts.includes(value))
      .map((value) => ({ id: `missing ${value}`, label: translate(`resources.films.missing.${value}`), without: (now: Filter) => withoutValue(now, 'missing', value) })),
  ];
  if (date !== undefined) chips.push({ id: 'date', label: of('creation_date', date), without: withoutPlace });
  const rating = ratingTextOf(filter, translate);
  if (rating !== undefined) chips.push({ id: 'rating', label: of('rating', rating), without: withoutRating });
  return <Chips chips={chips} />;
}

/** The names of the genres and people of a filter, their ids until they are known. */
function useNames(filter: Filter): (id: string) => string {
  const genres = valuesOf(filter, 'genre');
  const people = [...valuesOf(filter, 'person'), ...valuesOf(filter, 'director')];
  const { data: knownGenres = [] } = useGetMany<Genre>('genres', { ids: genres }, { enabled: genres.length > 0 });
  const { data: knownPeople = [] } = useGetMany<Person>('persons', { ids: people }, { enabled: people.length > 0 });
  const names = new Map([...knownGenres.map(({ id, name }) => [id, name] as const), ...knownPeople.map(({ id, full_name }) => [id, full_name] as const)]);
  return (id) => names.get(id) ?? id;
}

function ratingTextOf(filter: Filter, translate: ReturnType<typeof useTranslate>): string | undefined {
  const rating = ratingOf(filter);
  if (rating !== undefined) return ratingText(translate, rating);
  const [least, most] = [valuesOf(filter, 'rating_gte')[0], valuesOf(filter, 'rating_lte')[0]];
  return least === undefined && most === undefined ? undefined : `${least ?? '0'}–${most ?? '10'}`;
}

/** The days of a filter as a date is written: "March 1994". */
function usePlaceText(filter: Filter): string | undefined {
  const translate = useTranslate();
  const [locale] = useLocaleState();
  const { decade, year, month, day, none } = placeOf(filter);
  if (none === true) return translate('resources.films.missing.creation_date');
  if (year !== undefined) {
    const format: Intl.DateTimeFormatOptions = { year: 'numeric', timeZone: 'UTC' };
    if (month !== undefined) format.month = 'long';
    if (day !== undefined) format.day = 'numeric';
    const date = new Date(Date.UTC(2000, (month ?? 1) - 1, day ?? 1));
    date.setUTCFullYear(year);
    return new Intl.DateTimeFormat(locale, format).format(date);
  }
  if (decade !== undefined) return translate('resources.films.dates.decade', { decade });
  const [from, to] = [valuesOf(filter, 'creation_date_gte')[0], valuesOf(filter, 'creation_date_lte')[0]];
  return from === undefined && to === undefined ? undefined : `${from ?? '…'} – ${to ?? '…'}`;
}
