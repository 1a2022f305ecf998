import { Button, Dialog, DialogActions, DialogContent, DialogContentText, DialogTitle } from '@mui/material';
import { useEffect, useSyncExternalStore } from 'react';
import { useNotify, useTranslate } from 'react-admin';
import { useClient } from '../api/ClientContext.tsx';
import { useSessionEnd } from '../api/SessionEndContext.tsx';

/** Tells who has something unsaved that the session is over, and where to sign in without losing it. */
export function SessionOver() {
  const translate = useTranslate();
  const end = useSessionEnd();
  const open = useSyncExternalStore(end.subscribe, end.isTold);
  useReturn(open);
  const close = () => {
    end.close();
  };
  return (
    <Dialog open={open} onClose={close} aria-labelledby="session-title" aria-describedby="session-text">
      <DialogTitle id="session-title">{translate('app.session.title')}</DialogTitle>
      <DialogContent>
        <DialogContentText id="session-text">{translate('app.session.text')}</DialogContentText>
      </DialogContent>
      <DialogActions>
        <Button onClick={close}>{translate('app.session.back')}</Button>
        <Button variant="contained" href="/sign-in" target="_blank" rel="noopener">
          {translate('app.session.sign_in')}
        </Button>
      </DialogActions>
    </Dialog>
  );
}

/** Whoever comes back from the other tab signed in can save at once. */
function useReturn(isOver: boolean): void {
  const client = useClient();
  const end = useSessionEnd();
  const notify = useNotify();
  useEffect(() => {
    if (!isOver) return undefined;
    const look = () => {
      client.session().then(
        () => {
          end.begun();
          notify('app.session.again', { type: 'success' });
        },
        () => undefined, // it is over still
      );
    };
    window.addEventListener('focus', look);
    return () => {
      window.removeEventListener('focus', look);
    };
  }, [isOver, client, end, notify]);
}
