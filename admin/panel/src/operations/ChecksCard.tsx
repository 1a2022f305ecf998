import { useQuery } from '@tanstack/react-query';
import { Alert, Box, Button, Typography } from '@mui/material';
import { useTranslate } from 'react-admin';
import { useClient } from '../api/ClientContext.tsx';
import type { components } from '../api/schema.ts';
import { Mark } from './Mark.tsx';
import { Section } from './Section.tsx';
import { useStream } from './useStream.ts';
import { errorWords } from './words.ts';

type Checks = components['schemas']['StreamChecks'];
type Check = Checks['checks'][number];

/** What the stream rests on, each asked now, and what to do where one fails. */
export function ChecksCard() {
  const translate = useTranslate();
  const client = useClient();
  const { live } = useStream();
  const { data, error, isFetching, refetch } = useQuery({
    queryKey: ['operations', 'checks', live], // what was well before walcast went away says nothing now
    queryFn: async ({ signal }) => (await client.send<Checks>('/api/ops/checks', { signal })).data.checks,
    refetchInterval: 30_000,
    retry: false,
  });
  return (
    <Section
      title={translate('operations.checks.title')}
      actions={
        <Button size="small" disabled={isFetching} onClick={() => void refetch()}>
          {translate(isFetching ? 'operations.checks.asking' : 'operations.checks.again')}
        </Button>
      }
    >
      {error !== null && (
        <Alert severity="error" sx={{ mb: 1.5 }}>
          {errorWords(error)}
        </Alert>
      )}
      {error === null && data !== undefined && (
        <Box component="ul" sx={{ listStyle: 'none', m: 0, p: 0, display: 'grid', gap: 1.5 }}>
          {data.map((check) => (
            <OneCheck key={check.name} check={check} />
          ))}
        </Box>
      )}
    </Section>
  );
}

function OneCheck({ check: { name, ok, detail } }: { check: Check }) {
  const translate = useTranslate();
  const key = name.replace(' ', '_');
  return (
    <Box component="li">
      <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: '0 12px', justifyContent: 'space-between' }}>
        <Typography component="span" sx={{ fontWeight: 'fontWeightMedium' }}>
          {translate(`operations.checks.names.${key}`, { _: name })}
        </Typography>
        <Mark certain condition={{ tone: ok ? 'good' : 'bad', word: ok ? 'check.passed' : 'check.failed' }} />
      </Box>
      {detail !== undefined && detail !== '' && (
        <Typography variant="caption" component="p" sx={{ color: 'text.secondary', overflowWrap: 'anywhere' }}>
          {detail}
        </Typography>
      )}
      {!ok && <Typography variant="body2">{translate(`operations.checks.fixes.${key}`, { _: '' })}</Typography>}
    </Box>
  );
}
