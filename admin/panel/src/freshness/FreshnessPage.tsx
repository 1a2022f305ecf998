import { Box, Button, Stack } from '@mui/material';
import { useQuery } from '@tanstack/react-query';
import { useCallback } from 'react';
import { Title, useTranslate } from 'react-admin';
import { Link, useParams } from 'react-router-dom';
import { useClient } from '../api/ClientContext.tsx';
import { RequestError, inWords } from '../api/problem.ts';
import { FailedPage } from '../ui/FailedPage.tsx';
import { Loading } from '../ui/Loading.tsx';
import { Missing } from '../ui/Missing.tsx';
import { useSettledError } from '../ui/useSettledError.ts';
import { Comparison } from './Comparison.tsx';
import { DocumentFacts } from './DocumentFacts.tsx';
import { IndexAgain } from './IndexAgain.tsx';
import { useSearchable } from './SavesContext.tsx';
import { StateBanner } from './StateBanner.tsx';
import { type Freshness, isResource, type Resource } from './types.ts';

const every = 5000;

/** /films/{id}/freshness: what the database holds beside what the index holds, kept up to date while one looks. */
export default function FreshnessPage() {
  const { resource, id = '' } = useParams();
  return isResource(resource) ? <FreshnessOf key={`${resource}/${id}`} resource={resource} id={id} /> : <Missing />;
}

function FreshnessOf({ resource, id }: { resource: Resource; id: string }) {
  const translate = useTranslate();
  const client = useClient();
  const place = `/api/admin/${resource}/${encodeURIComponent(id)}/freshness`;
  const { data, refetch, ...asking } = useQuery({
    queryKey: ['freshness', resource, id],
    queryFn: async ({ signal }) => (await client.send<Freshness>(place, { signal })).data,
    refetchInterval: every,
    meta: { quiet: true },
    retry: false,
    staleTime: 0,
  });
  const error = useSettledError(asking);
  const look = useCallback(() => void refetch(), [refetch]);
  useSearchable(look);

  if (data === undefined) {
    if (error === null) return <Loading />;
    return error instanceof RequestError && error.status === 404 ? <Missing /> : <Failed error={error} again={look} />;
  }
  const title = translate('freshness.page.title', { name: captionOf(data) || id });
  return (
    <Box sx={{ display: 'grid', gap: 2.5, gridTemplateColumns: 'minmax(0, 1fr)' }}>
      <Title title={title} />
      <StateBanner freshness={data} error={error === null ? '' : inWords(error)} />
      <Stack direction="row" sx={{ flexWrap: 'wrap', gap: 1 }}>
        <IndexAgain resource={resource} id={id} />
        <Button onClick={look}>{translate('freshness.page.look')}</Button>
        <Button component={Link} to={`/${resource}/${encodeURIComponent(id)}`} disabled={data.database === null}>
          {translate('freshness.page.back')}
        </Button>
        <Button href={place} target="_blank" rel="noopener">
          {translate('freshness.page.json')}
        </Button>
        {resource === 'films' && (
          <Button href={`/api/v1/movies/${encodeURIComponent(id)}/`} target="_blank" rel="noopener" disabled={data.database === null}>
            {translate('freshness.page.public')}
          </Button>
        )}
      </Stack>
      <DocumentFacts freshness={data} />
      <Comparison resource={resource} freshness={data} />
    </Box>
  );
}

function Failed({ error, again }: { error: Error; again: () => void }) {
  const translate = useTranslate();
  return (
    <FailedPage title={translate('freshness.page.failed')} action={translate('freshness.page.look')} onAct={again}>
      {inWords(error)}
    </FailedPage>
  );
}

function captionOf({ database, index }: Freshness): string {
  const { title, full_name, name }: Record<string, unknown> = database ?? index ?? {};
  return [title, full_name, name].find((text) => typeof text === 'string') ?? '';
}
