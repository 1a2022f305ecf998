import DeleteIcon from '@mui/icons-material/DeleteOutlined';
import { Alert } from '@mui/material';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { type Identifier, useListContext, useTranslate } from 'react-admin';
import { useClient } from '../api/ClientContext.tsx';
import { inWords } from '../api/problem.ts';
import { DeletionTree } from '../deletion/DeletionTree.tsx';
import type { Deletion } from '../deletion/effects.ts';
import { Loading } from '../ui/Loading.tsx';
import { BulkButton } from './BulkButton.tsx';
import { BulkDialog } from './BulkDialog.tsx';
import { useBulk } from './useBulk.ts';

/** Deletes what is selected, once it was shown what goes with it. */
export function BulkDelete() {
  const translate = useTranslate();
  return (
    <BulkButton action="delete" label={translate('ra.action.delete')} icon={DeleteIcon}>
      {(close) => <DeleteDialog onClose={close} />}
    </BulkButton>
  );
}

function DeleteDialog({ onClose }: { onClose: () => void }) {
  const translate = useTranslate();
  const client = useClient();
  const { resource, selectedIds } = useListContext();
  const bulk = useBulk(onClose);
  const [ids] = useState<Identifier[]>(selectedIds);
  const preview = useQuery({
    queryKey: [resource, 'deletion', ids],
    queryFn: async ({ signal }) => {
      const body = { items: ids.map((id) => ({ id })) };
      return (await client.send<Deletion>(`/api/admin/${resource}/bulk/deletion`, { method: 'POST', body, signal, once: false })).data;
    },
    gcTime: 0,
    retry: false,
  });
  const count = preview.data?.objects.count ?? ids.length;
  return (
    <BulkDialog
      title={translate(`resources.${resource}.bulk.delete_title`, { smart_count: count })}
      action={translate(`resources.${resource}.bulk.delete`, { smart_count: count })}
      bulk={bulk}
      ready={preview.data !== undefined}
      dangerous
      onConfirm={() => void bulk.run({ verb: 'delete', body: {}, done: 'deleted' })}
      onClose={onClose}
    >
      {preview.isPending && <Loading />}
      {preview.error !== null && <Alert severity="error">{inWords(preview.error)}</Alert>}
      {preview.data !== undefined && <DeletionTree deletion={preview.data} />}
    </BulkDialog>
  );
}
