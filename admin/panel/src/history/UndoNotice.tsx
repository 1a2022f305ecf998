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

interface UndoNoticeProps {
  text: string;
  request: string;
  /** So many are to be undone without those that somebody has changed since. */
  others?: number;
}

function UndoNotice({ text, request, others }: UndoNoticeProps) {
  const translate = useTranslate();
  const notify = useNotify();
  const close = useCloseNotification();
  const client = useClient();
  const queries = useQueryClient();
  const [busy, setBusy] = useState(false);

  const run = async () => {
    setBusy(true);
    try {
      const undone = await undo(client, request, others !== undefined);
      const goesOn = undone.others !== undefined && undone.others > 0;
      notify(<UndoNotice text={outcome(undone, translate)} request={goesOn ? request : ''} others={undone.others} />, { autoHideDuration: shownMs });
      await queries.invalidateQueries();
    } catch (error) {
      notify(inWords(error), { type: 'error' });
    }
    close();
  };
  const label = () => {
    if (busy) return translate('history.undo.running');
    return others === undefined ? translate('history.undo.button') : translate('history.undo.others', { smart_count: others });
  };
  return (
    <SnackbarContent
      message={text}
      action={
        request !== '' && (
          <Button color="inherit" size="small" disabled={busy} onClick={() => void run()}>
            {label()}
          </Button>
        )
      }
    />
  );
}

function outcome({ done, kept, first, others }: Undone, translate: (key: string, values?: object) => string): string {
  if (first === undefined) return translate(done === 0 ? 'history.undo.nothing' : 'history.undo.done', { smart_count: done });
  if (others !== undefined && others > 0) return translate('history.undo.refused', { smart_count: kept, total: kept + others, ...first });
  if (kept === 1 && done === 0) return translate('history.undo.kept_one', first);
  return translate('history.undo.kept', { smart_count: kept, done, ...first });
}
