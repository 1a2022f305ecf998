import AgainIcon from '@mui/icons-material/SyncOutlined';
import { Button } from '@mui/material';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useCanAccess, useNotify, useTranslate } from 'react-admin';
import { useClient } from '../api/ClientContext.tsx';
import { inWords } from '../api/problem.ts';
import { stateText } from './StateBanner.tsx';
import type { Freshness, Resource } from './types.ts';

/** Has the document made and written again; the page shows the result. Not there for who may not edit. */
export function IndexAgain({ resource, id }: { resource: Resource; id: string }) {
  const translate = useTranslate();
  const client = useClient();
  const notify = useNotify();
  const known = useQueryClient();
  const { canAccess } = useCanAccess({ resource, action: 'save' });
  const { mutate, isPending } = useMutation({
    mutationFn: async () => {
      // An answer that is on its way would show the document as it was before.
      await known.cancelQueries({ queryKey: ['freshness', resource, id] });
      return (await client.send<Freshness>(`/api/admin/${resource}/${encodeURIComponent(id)}/index-again`, { method: 'POST' })).data;
    },
    onSuccess: (freshness) => {
      known.setQueryData(['freshness', resource, id], freshness);
      notify(translate('freshness.page.again_done', { state: stateText(freshness, translate) }), { type: 'success' });
    },
    onError: (error) => {
      notify(inWords(error), { type: 'error' });
    },
  });
  if (canAccess !== true) return null;
  return (
    <Button
      variant="contained"
      startIcon={<AgainIcon />}
      disabled={isPending}
      onClick={() => {
        mutate();
      }}
    >
      {translate(isPending ? 'freshness.page.again_running' : 'freshness.page.again')}
    </Button>
  );
}
