import { Alert } from '@mui/material';
import { useQuery } from '@tanstack/react-query';
import { useRecordContext, useTranslate } from 'react-admin';
import { useWatch } from 'react-hook-form';
import { useClient } from '../api/ClientContext.tsx';
import type { Deletion } from '../deletion/effects.ts';
import type { Subject } from './subjects.ts';
import { isSame } from './values.ts';

/** While the name of a genre or a person is being changed: how many films are indexed again with it. */
export function RenameReach({ subject: { resource, caption } }: { subject: Subject }) {
  const client = useClient();
  const translate = useTranslate();
  const record = useRecordContext();
  const name: unknown = useWatch({ name: caption });
  const id = record?.id;
  const isRenamed = id !== undefined && !isSame(name, record?.[caption]);
  const { data } = useQuery({
    queryKey: ['deletion', resource, id, 'reach'],
    enabled: isRenamed,
    queryFn: async ({ signal }) => (await client.send<Deletion>(`/api/admin/${resource}/${id}/deletion`, { signal })).data,
  });
  const films = data?.documents.movies.changed.count ?? 0;
  return (
    <div role="status">
      {isRenamed && films > 0 && (
        <Alert severity="info" sx={{ mt: 1 }}>
          {translate('saving.rename', { smart_count: films })}
        </Alert>
      )}
    </div>
  );
}
