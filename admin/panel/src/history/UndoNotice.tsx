import { Box, Button, LinearProgress, SnackbarContent } from '@mui/material';
import { useCallback, useState } from 'react';
import { useCloseNotification, useNotify, useRefresh, useTranslate } from 'react-admin';
import { useClient } from '../api/ClientContext.tsx';
import { inWords } from '../api/problem.ts';
import { type Change, undo } from './undo.ts';

const shownFor = 20_000; // ms

/** Tells that something was done, with a button that takes it back where it can be taken back. */
export function useUndoNotice(): (text: string, change: Change | undefined) => void {
  const notify = useNotify();
  return useCallback(
    (text, change) => {
      notify(<UndoNotice text={text} change={change} />, { autoHideDuration: shownFor });
    },
    [notify],
  );
}

function UndoNotice({ text, change }: { text: string; change: Change | undefined }) {
  const client = useClient();
  const translate = useTranslate();
  const notify = useNotify();
  const refresh = useRefresh();
  const close = useCloseNotification();
  const [done, setDone] = useState<number>();

  const takeBack = async (what: Change) => {
    setDone(0);
    try {
      const { reverted, refused } = await undo(client, what, setDone);
      const [first] = refused;
      const words = translate('undo.done', { smart_count: reverted });
      if (first === undefined) notify(words, { type: 'info' });
      else notify(`${words} ${translate('undo.refused', { smart_count: refused.length })} ${inWords(first)}`, { type: 'warning', multiLine: true, autoHideDuration: shownFor });
    } catch (error) {
      notify(inWords(error), { type: 'error', multiLine: true });
    }
    refresh();
    close();
  };

  return (
    <SnackbarContent
      role="status"
      message={
        <Box sx={{ minWidth: 180 }}>
          {done === undefined || change === undefined ? text : translate('undo.running', { done, of: change.count })}
          {done !== undefined && change !== undefined && change.count > 1 && (
            <LinearProgress variant="determinate" value={(100 * done) / change.count} aria-label={translate('undo.progress')} sx={{ mt: 1 }} />
          )}
        </Box>
      }
      action={
        <>
          {change !== undefined && (
            <Button color="inherit" size="small" disabled={done !== undefined} sx={{ fontWeight: 'fontWeightBold' }} onClick={() => void takeBack(change)}>
              {translate('undo.action')}
            </Button>
          )}
          <Button color="inherit" size="small" onClick={close}>
            {translate('ra.action.close')}
          </Button>
        </>
      }
    />
  );
}
