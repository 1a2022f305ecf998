import { Button, SnackbarContent } from '@mui/material';
import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useState } from 'react';
import { useCloseNotification, useNotify, useTranslate } from 'react-admin';
import { useClient } from '../api/ClientContext.tsx';
import { inWords } from '../api/problem.ts';
import { undo, type Undone } from './undo.ts';

/** Long enough to read it and to get there by keyboard; the history's page can do it at any time. */
const shownMs = 15_000;

/**
 * Says `text` with a button that undoes all that the request `request` (see requestOf) did, and then shows everything
 * anew. Without a request it only says it.
 */
export function useUndoNotice(): (text: string, request: string) => void {
  const notify = useNotify();
  return useCallback(
    (text, request) => {
      notify(<UndoNotice text={text} request={request} />, { autoHideDuration: shownMs, type: 'info' });
    },
    [notify],
  );
}

function UndoNotice({ text, request }: { text: string; request: string }) {
  const translate = useTranslate();
  const notify = useNotify();
  const close = useCloseNotification();
  const client = useClient();
  const queries = useQueryClient();
  const [busy, setBusy] = useState(false);

  const run = async () => {
    setBusy(true);
    try {
      const undone = await undo(client, request);
      notify(<SnackbarContent message={outcome(undone, translate)} />, { autoHideDuration: shownMs });
      await queries.invalidateQueries();
    } catch (error) {
      notify(inWords(error), { type: 'error' });
    }
    close();
  };
  return (
    <SnackbarContent
      message={text}
      action={
        request !== '' && (
          <Button color="inherit" size="small" disabled={busy} onClick={() => void run()}>
            {translate('history.undo.button')}
          </Button>
        )
      }
    />
  );
}

function outcome({ done, kept }: Undone, translate: (key: string, values?: object) => string): string {
  const [first] = kept;
  if (first === undefined) return translate(done === 0 ? 'history.undo.nothing' : 'history.undo.done', { smart_count: done });
  if (kept.length === 1) return translate('history.undo.kept_one', first);
  return translate('history.undo.kept', { smart_count: kept.length, done, name: first.name, why: first.why });
}
