import { Button, Dialog, DialogActions, DialogContent, DialogContentText, DialogTitle } from '@mui/material';
import { useEffect } from 'react';
import { useTranslate } from 'react-admin';
import { useBlocker } from 'react-router-dom';
import { useSessionEnd } from '../api/SessionEndContext.tsx';
import type { Subject } from './subjects.ts';

interface LeaveGuardProps {
  subject: Subject;
  /** The fields that would be lost now; asked at the moment of leaving. */
  unsaved: () => string[];
}

/** Asks before what is not saved is left, here and where the browser's window is closed, and names it. */
export function LeaveGuard({ subject, unsaved }: LeaveGuardProps) {
  const translate = useTranslate();
  const end = useSessionEnd();
  const blocker = useBlocker(({ currentLocation, nextLocation }) => currentLocation.pathname !== nextLocation.pathname && unsaved().length > 0);

  useEffect(() => {
    const ask = (event: BeforeUnloadEvent) => {
      if (unsaved().length > 0) event.preventDefault();
    };
    window.addEventListener('beforeunload', ask);
    const unwatch = end.watch(() => unsaved().length > 0);
    return () => {
      window.removeEventListener('beforeunload', ask);
      unwatch();
    };
  }, [unsaved, end]);

  const open = blocker.state === 'blocked';
  const names = open ? unsaved().map((field) => translate(`resources.${subject.resource}.fields.${field}`)) : [];
  return (
    <Dialog open={open} onClose={() => blocker.reset?.()} aria-labelledby="leave-title" aria-describedby="leave-text">
      <DialogTitle id="leave-title">{translate('saving.leave.title')}</DialogTitle>
      <DialogContent>
        <DialogContentText id="leave-text">{translate('saving.leave.text', { smart_count: names.length, names: names.join(', ') })}</DialogContentText>
      </DialogContent>
      <DialogActions>
        <Button color="error" onClick={() => blocker.proceed?.()}>
          {translate('saving.leave.leave')}
        </Button>
        <Button variant="contained" onClick={() => blocker.reset?.()}>
          {translate('saving.leave.stay')}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
