import { Alert, AlertTitle, Button, Dialog, DialogActions, DialogContent, DialogTitle } from '@mui/material';
import { type ReactNode, useId } from 'react';
import { useGetRecordRepresentation, useResourceContext, useTranslate } from 'react-admin';
import { inWords } from '../api/problem.ts';
import type { Bulk } from './useBulk.ts';

interface BulkDialogProps {
  title: string;
  /** What the button says that does it. */
  action: string;
  bulk: Bulk;
  /** All is chosen that must be. */
  ready: boolean;
  dangerous?: boolean;
  onConfirm: () => void;
  onClose: () => void;
  children: ReactNode;
}

const shown = 10; // names of what somebody else has changed

/** Asks before many records are changed, and says why it was refused. */
export function BulkDialog({ title, action, bulk, ready, dangerous = false, onConfirm, onClose, children }: BulkDialogProps) {
  const translate = useTranslate();
  const id = useId();
  const resource = useResourceContext();
  const nameOf = useGetRecordRepresentation(resource);
  const { busy, error, changed } = bulk;
  return (
    <Dialog open onClose={busy ? undefined : onClose} aria-labelledby={id} fullWidth maxWidth="sm">
      <DialogTitle id={id}>{title}</DialogTitle>
      <DialogContent>
        {children}
        {error !== undefined && (
          <Alert severity={changed.length > 0 ? 'warning' : 'error'} sx={{ mt: 2 }}>
            {changed.length > 0 && <AlertTitle>{translate('lists.bulk.changed', { smart_count: changed.length })}</AlertTitle>}
            {inWords(error)}
            {changed.length > 0 && (
              <ul>
                {changed.slice(0, shown).map((record) => (
                  <li key={record.id}>{nameOf(record)}</li>
                ))}
                {changed.length > shown && <li>{translate('lists.bulk.more', { smart_count: changed.length - shown })}</li>}
              </ul>
            )}
          </Alert>
        )}
      </DialogContent>
      <DialogActions>
        <Button onClick={onClose} disabled={busy}>
          {translate('ra.action.cancel')}
        </Button>
        <Button variant="contained" color={dangerous ? 'error' : 'primary'} disabled={!ready || busy} onClick={onConfirm}>
          {changed.length > 0 ? translate('lists.bulk.all_the_same') : action}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
