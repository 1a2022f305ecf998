// How the films of a filter are spread, as the server counts them.
import { keepPreviousData, useQueries, useQuery } from '@tanstack/react-query';
import type { Client, Query } from '../api/client.ts';
import { useClient } from '../api/ClientContext.tsx';
import type { components } from '../api/types.ts';
import type { Filter } from '../lists/filter.ts';
import { beside, chosenIn, type Dimension, stepsFilter } from './facets.ts';

export type FilmFacets = components['schemas']['FilmFacets'];
export type Facet = components['schemas']['Facet'];

/** What react-admin makes stale after each change, so that the counts follow the rows. */
const key = (what: string, filter: Filter) => ['films', 'getList', what, filter];

function question(client: Client, what: 'facets' | 'dates', filter: Filter) {
  return {
    queryKey: key(what, filter),
    queryFn: async ({ signal }: { signal: AbortSignal }) =>
      (await client.send<unknown>(`/api/admin/films/${what}`, { query: filter as Query, signal })).data,
    placeholderData: keepPreviousData,
    staleTime: 30_000,
    retry: false,
  };
}

/** The counts for each part of the sidebar; of a part with a choice, what the other values would give. */
export function useFacets(filter: Filter): { facets: FilmFacets | undefined; error: Error | null } {
  const client = useClient();
  const dimensions = chosenIn(filter);
  const whole = useQuery(question(client, 'facets', filter));
  const parts = useQueries({ queries: dimensions.map((dimension) => question(client, 'facets', beside(filter, dimension))) });
  const facets = whole.data as FilmFacets | undefined;
  if (facets === undefined) return { facets, error: whole.error };
  const own = Object.fromEntries(
    dimensions.map((dimension: Dimension, at) => [dimension, (parts[at]?.data as FilmFacets | undefined)?.[dimension] ?? facets[dimension]]),
  );
  return { facets: { ...facets, ...own }, error: whole.error };
}

/** The years of a filter's decade, the months of its year, the days of its month. */
export function useSteps(filter: Filter, wanted: boolean): Facet[] {
  const client = useClient();
  const { data } = useQuery({ ...question(client, 'dates', stepsFilter(filter)), enabled: wanted });
  return (data as Facet[] | undefined) ?? [];
}
