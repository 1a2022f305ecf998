import { Alert, Skeleton } from '@mui/material';
import { useListContext, useTranslate } from 'react-admin';
import { inWords } from '../api/problem.ts';
import { FacetGroup, FacetValues } from '../lists/FacetGroup.tsx';
import { toggled, valuesOf } from '../lists/filter.ts';
import { useFilter } from '../lists/useShown.ts';
import { DateSteps } from './DateSteps.tsx';
import { ratingOf, ratingsBestFirst, withRating } from './facets.ts';
import { filmTypes } from './types.ts';
import { useFacets } from './useFacets.ts';

const missing = ['description', 'genres', 'people'];

/** The filters of films, with how many each value would give. */
export function FilmFilters() {
  const translate = useTranslate();
  const [filter, setFilter] = useFilter();
  const { facets, error } = useFacets(filter);
  const { error: rowsError } = useListContext();
  if (error !== null && rowsError) return null; // the rows say it
  if (error !== null) return <Alert severity="error">{inWords(error)}</Alert>;
  if (facets === undefined) return <Shades />;
  const toggle = (name: string) => (value: string) => {
    setFilter((now) => toggled(now, name, value));
  };
  const rating = ratingOf(filter);
  const ratings = ratingsBestFirst(facets.ratings, rating);
  return (
    <>
      <FacetGroup title={translate('resources.films.fields.type')}>
        <FacetValues
          values={filmTypes.map(({ id, name }) => ({ value: id, label: translate(name), count: facets.types.find(({ value }) => value === id)?.count ?? 0 }))}
          chosen={valuesOf(filter, 'type')}
          onToggle={toggle('type')}
        />
      </FacetGroup>
      {facets.genres.length > 0 && (
        <FacetGroup title={translate('resources.films.fields.genres')}>
          <FacetValues
            values={facets.genres.map(({ value, name, count }) => ({ value: String(value), label: name ?? '', count }))}
            chosen={valuesOf(filter, 'genre')}
            onToggle={toggle('genre')}
          />
        </FacetGroup>
      )}
      <FacetGroup title={translate('resources.films.fields.creation_date')}>
        <DateSteps decades={facets.decades} />
      </FacetGroup>
      <FacetGroup title={translate('resources.films.fields.rating')}>
        <FacetValues
          values={ratings.map(({ value, count }) => ({ value: String(value ?? 'none'), label: ratingText(translate, value), count }))}
          chosen={rating === undefined ? [] : [String(rating)]}
          onToggle={(value) => {
            setFilter((now) => withRating(now, value === 'none' ? 'none' : Number(value)));
          }}
        />
      </FacetGroup>
      <FacetGroup title={translate('resources.films.missing.label')}>
        <FacetValues
          values={missing.map((value) => ({ value, label: translate(`resources.films.missing.${value}`) }))}
          chosen={valuesOf(filter, 'missing')}
          onToggle={toggle('missing')}
        />
      </FacetGroup>
    </>
  );
}

type Translate = ReturnType<typeof useTranslate>;

/** "8–9" for all from 8 to below 9. */
export function ratingText(translate: Translate, value: unknown): string {
  if (typeof value !== 'number') return translate('resources.films.missing.rating');
  return `${value}–${value + 1}`;
}

function Shades() {
  return Array.from({ length: 8 }, (_, at) => <Skeleton key={at} sx={{ my: 1 }} width={`${90 - 6 * at}%`} />);
}
