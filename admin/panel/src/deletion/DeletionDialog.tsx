import { Alert, Button, Dialog, DialogActions, DialogContent, DialogContentText, DialogTitle, LinearProgress, TextField } from '@mui/material';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslate } from 'react-admin';
import { useClient } from '../api/ClientContext.tsx';
import { inWords } from '../api/problem.ts';
import { DeletionTree } from './DeletionTree.tsx';
import { type Deletion, documentsOf, isLarge } from './effects.ts';

interface DeletionDialogProps {
  resource: string;
  id: string;
  name: string;
  busy: boolean;
  refusal: string | undefined;
  onDelete: () => void;
  onClose: () => void;
}

/** What goes with a record, before it is deleted. Where that is much, one types the name to go on. */
export function DeletionDialog({ resource, id, name, busy, refusal, onDelete, onClose }: DeletionDialogProps) {
  const translate = useTranslate();
  const client = useClient();
  const [typed, setTyped] = useState('');
  const { data, error } = useQuery({
    queryKey: ['deletion', resource, id],
    queryFn: async ({ signal }) => (await client.send<Deletion>(`/api/admin/${resource}/${id}/deletion`, { signal })).data,
    gcTime: 0, // what it was at the last look is not what it is now
  });
  const isMuch = data !== undefined && isLarge(data);
  const isMeant = data !== undefined && (!isMuch || typed.trim() === name.trim());
  return (
    <Dialog open fullWidth maxWidth="sm" aria-labelledby="deletion-title" aria-describedby="deletion-text" onClose={onClose}>
      <DialogTitle id="deletion-title">{translate('deletion.title', { name })}</DialogTitle>
      <DialogContent>
        <DialogContentText id="deletion-text">{translate('deletion.text')}</DialogContentText>
        {data === undefined && error === null && <LinearProgress aria-label={translate('app.loading')} sx={{ my: 3 }} />}
        {error !== null && <Alert severity="error">{inWords(error)}</Alert>}
        {data !== undefined && <DeletionTree deletion={data} />}
        {isMuch && (
          <>
            <Alert severity="warning" sx={{ mt: 1.5 }}>
              {translate('deletion.large', { smart_count: documentsOf(data) })}
            </Alert>
            <DialogContentText id="deletion-type" variant="body2" sx={{ mt: 2, overflowWrap: 'anywhere' }}>
              {translate('deletion.type', { name })}
            </DialogContentText>
            <TextField
              label={translate('deletion.name')}
              slotProps={{ htmlInput: { 'aria-describedby': 'deletion-type' } }}
              value={typed}
              onChange={({ target }) => {
                setTyped(target.value);
              }}
              autoComplete="off"
            />
          </>
        )}
        {refusal !== undefined && (
          <Alert severity="error" sx={{ mt: 1.5 }}>
            {refusal}
          </Alert>
        )}
      </DialogContent>
      <DialogActions>
        <Button onClick={onClose}>
          {translate('ra.action.cancel')}
        </Button>
        <Button color="error" variant="contained" loading={busy} disabled={!isMeant} onClick={onDelete}>
          {translate('ra.action.delete')}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
