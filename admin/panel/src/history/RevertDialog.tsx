import { Alert, Button, Dialog, DialogActions, DialogContent, DialogContentText, DialogTitle, LinearProgress } from '@mui/material';
import { useLocaleState, useTranslate } from 'react-admin';
import { inWords } from '../api/problem.ts';
import { films, genres, persons } from '../saving/subjects.ts';
import { differences } from './differences.ts';
import { FieldChanges } from './FieldChanges.tsx';
import { type HistoryItem, resourceOf } from './types.ts';
import { useUndoNotice } from './UndoNotice.tsx';
import { useRevert } from './useRevert.ts';
import { atInWords } from './words.ts';

interface RevertDialogProps {
  item: HistoryItem;
  side: 'before' | 'after';
  onClose: () => void;
}

/** What would change if a state came back; then brings it back. */
export function RevertDialog({ item, side, onClose }: RevertDialogProps) {
  const translate = useTranslate();
  const [locale] = useLocaleState();
  const notice = useUndoNotice();
  const { comparison, error, busy, refusal, revert } = useRevert(item, side, (request) => {
    notice(translate('history.revert.done', { name: item.object_name }), request);
    onClose();
  });
  const subject = [films, genres, persons].find(({ resource }) => resource === resourceOf[item.object_type]);
  const wanted = comparison?.wanted ?? null;
  const changes = wanted === null ? [] : differences(subject?.fields ?? [], comparison?.now ?? null, wanted);
  return (
    <Dialog open fullWidth maxWidth="sm" aria-labelledby="revert-title" aria-describedby="revert-text" onClose={onClose}>
      <DialogTitle id="revert-title">{translate('history.revert.title', { name: item.object_name })}</DialogTitle>
      <DialogContent>
        <DialogContentText id="revert-text" sx={{ mb: 2 }}>
          {translate(`history.revert.text_${side}`, { at: atInWords(item.at, locale), actor: item.actor })}{' '}
          {comparison?.now === null && wanted !== null && translate('history.revert.deleted')}
        </DialogContentText>
        {comparison === undefined && error === null && <LinearProgress aria-label={translate('app.loading')} sx={{ my: 3 }} />}
        {error !== null && <Alert severity="error">{inWords(error)}</Alert>}
        {refusal !== undefined && (
          <Alert severity="warning" sx={{ mb: 2 }}>
            {refusal}
          </Alert>
        )}
        {comparison !== undefined && wanted === null && <Alert severity="info">{translate('history.revert.none')}</Alert>}
        {wanted !== null && changes.length === 0 && <Alert severity="info">{translate('history.revert.same')}</Alert>}
        {changes.length > 0 && <FieldChanges kind={item.object_type} changes={changes} />}
      </DialogContent>
      <DialogActions>
        <Button onClick={onClose}>{translate('ra.action.cancel')}</Button>
        <Button variant="contained" loading={busy} disabled={changes.length === 0} onClick={() => void revert()}>
          {translate('history.revert.button')}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
