import { Alert, Button, Dialog, DialogActions, DialogContent, DialogContentText, DialogTitle, type Theme, Typography, useMediaQuery } from '@mui/material';
import { useState } from 'react';
import { useTranslate } from 'react-admin';
import { ConflictField, MergedField } from './ConflictField.tsx';
import { type Choice, type Choices, choiceOf, compare, merged, undecided } from './merge.ts';
import type { Subject } from './subjects.ts';
import type { Conflict } from './useSaving.ts';
import { useLastChange } from './useLastChange.ts';
import type { Values } from './values.ts';

interface ConflictDialogProps {
  subject: Subject;
  conflict: Conflict;
  busy: boolean;
  refusal: string | undefined;
  onSave: (values: Values) => void;
  onCancel: () => void;
}

/** Somebody else saved first: what was, what is mine, what is theirs, and what is to be saved of it. */
export function ConflictDialog({ subject, conflict, busy, refusal, onSave, onCancel }: ConflictDialogProps) {
  const translate = useTranslate();
  const full = useMediaQuery((theme: Theme) => theme.breakpoints.down('sm'));
  const who = useLastChange(subject, conflict.theirs);
  const [choices, setChoices] = useState<Choices>({});
  const changes = compare(subject.fields, conflict);
  const contested = changes.filter(({ by }) => by === 'contested');
  const others = changes.filter(({ by }) => by !== 'contested');
  const open = undecided(changes, choices).length;
  const choose = (field: string) => (choice: Choice) => {
    setChoices((before) => ({ ...before, [field]: choice }));
  };
  return (
    <Dialog open fullScreen={full} fullWidth maxWidth="md" aria-labelledby="conflict-title" aria-describedby="conflict-text" onClose={onCancel}>
      <DialogTitle id="conflict-title">{translate('saving.conflict.title')}</DialogTitle>
      <DialogContent dividers tabIndex={0} role="region" aria-labelledby="conflict-title">
        <DialogContentText id="conflict-text" sx={{ mb: 2 }}>
          {[who, translate(conflict.again ? 'saving.conflict.again' : 'saving.conflict.text')].filter(Boolean).join(' ')}
        </DialogContentText>
        {contested.map((change) => (
          <ConflictField key={change.field} resource={subject.resource} change={change} choice={choiceOf(change, choices)} onChoose={choose(change.field)} />
        ))}
        {others.length > 0 && (
          <>
            <Typography variant="h3" component="h3" sx={{ mt: contested.length > 0 ? 3 : 0, mb: 1 }}>
              {translate('saving.conflict.merged')}
            </Typography>
            {others.map((change) => (
              <MergedField key={change.field} resource={subject.resource} change={change} />
            ))}
          </>
        )}
      </DialogContent>
      {refusal !== undefined && <Alert severity="error">{refusal}</Alert>}
      <DialogActions sx={{ flexWrap: 'wrap', gap: 1 }}>
        <Typography role="status" variant="body2" sx={{ mr: 'auto', pl: 1, color: 'text.secondary' }}>
          {open > 0 ? translate('saving.conflict.open', { smart_count: open }) : ''}
        </Typography>
        <Button onClick={onCancel}>{translate('saving.conflict.cancel')}</Button>
        <Button
          variant="contained"
          loading={busy}
          disabled={open > 0}
          onClick={() => {
            onSave(merged(subject.fields, conflict, choices));
          }}
        >
          {translate('saving.conflict.save')}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
