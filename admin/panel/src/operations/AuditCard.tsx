import { useQuery } from '@tanstack/react-query';
import { Alert, Box, Typography } from '@mui/material';
import { usePermissions, useTranslate } from 'react-admin';
import type { Client } from '../api/client.ts';
import { useClient } from '../api/ClientContext.tsx';
import type { components, Permission } from '../api/types.ts';
import { Section } from './Section.tsx';
import { useFigures } from './useFigures.ts';
import { errorWords, sentence } from './words.ts';

type Entry = components['schemas']['HistoryItem'];

const shown = 10;

/** What was asked of the stream and of its indices, the newest first. */
async function entries(client: Client, signal: AbortSignal): Promise<Entry[]> {
  const found = await Promise.all(
    ['stream', 'index'].map(async (type) => (await client.send<Entry[]>('/api/admin/history', { query: { object_type: type, _start: 0, _end: shown }, signal })).data),
  );
  return found
    .flat()
    .sort((one, other) => other.seq - one.seq)
    .slice(0, shown);
}

/** Who paused, resumed, rebuilt and reset, as the history has it. */
export function AuditCard() {
  const translate = useTranslate();
  const client = useClient();
  const { permissions } = usePermissions<Permission[]>();
  const { data, error } = useQuery({
    queryKey: ['operations', 'audit'],
    queryFn: ({ signal }) => entries(client, signal),
    refetchInterval: 30_000,
  });
  const seesAll = permissions?.includes('administer') === true;
  return (
    <Section title={translate('operations.audit.title')}>
      {error !== null && <Alert severity="error">{errorWords(error)}</Alert>}
      {data?.length === 0 && <Typography sx={{ color: 'text.secondary' }}>{translate(seesAll ? 'operations.audit.none' : 'operations.audit.not_seen')}</Typography>}
      {data !== undefined && data.length > 0 && (
        <Box component="ol" sx={{ listStyle: 'none', m: 0, p: 0, display: 'grid', gap: 1 }}>
          {data.map((entry) => (
            <OneEntry key={entry.seq} entry={entry} />
          ))}
        </Box>
      )}
    </Section>
  );
}

function OneEntry({ entry: { action, actor, address, at, object_name, changes } }: { entry: Entry }) {
  const translate = useTranslate();
  const { moment } = useFigures();
  const detail = changes.find(({ field }) => field === 'detail')?.after;
  return (
    <Box component="li" sx={{ display: 'grid', gridTemplateColumns: { xs: '1fr', sm: '190px 1fr' }, gap: '0 16px' }}>
      <Typography variant="caption" component="time" dateTime={at} sx={{ color: 'text.secondary', pt: '2px' }}>
        {moment(at)}
      </Typography>
      <Box>
        <Typography variant="body2">{translate(`operations.audit.actions.${action}`, { actor, name: object_name, _: `${actor}: ${action} ${object_name}` })}</Typography>
        <Typography variant="caption" component="p" sx={{ color: 'text.secondary', overflowWrap: 'anywhere' }}>
          {typeof detail === 'string' ? sentence(detail) : translate('operations.audit.from', { address })}
        </Typography>
      </Box>
    </Box>
  );
}
