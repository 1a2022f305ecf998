import { Alert, AlertTitle, Button, Dialog, DialogActions, DialogContent, DialogTitle, TextField, Typography } from '@mui/material';
import { type SyntheticEvent, useId, useState } from 'react';
import { useTranslate } from 'react-admin';
import { errorWords } from './words.ts';

export interface ConfirmationProps {
  title: string;
  /** What will follow, a sentence each. */
  consequences: string[];
  /** What stands in the way, or is easily overlooked. */
  warning?: string | undefined;
  confirm: string;
  /** To be typed before it is done; undefined where there is no name to type. */
  name: string | undefined;
  /** What it does cannot be taken back at once. */
  dangerous?: boolean;
  act: () => Promise<unknown>;
  onClose: () => void;
}

/** Asks before something is done to the stream, and says where it was refused. */
export function Confirmation({ title, consequences, warning, confirm, name, dangerous = false, act, onClose }: ConfirmationProps) {
  const translate = useTranslate();
  const id = useId();
  const [typed, setTyped] = useState('');
  const [pending, setPending] = useState(false);
  const [refusal, setRefusal] = useState<string>();
  const sure = name === undefined || typed.trim() === name;

  const submit = async (event: SyntheticEvent) => {
    event.preventDefault();
    if (!sure || pending) return;
    setPending(true);
    setRefusal(undefined);
    try {
      await act();
      onClose();
    } catch (error) {
      setRefusal(errorWords(error));
      setPending(false);
    }
  };

  return (
    <Dialog open onClose={pending ? undefined : onClose} aria-labelledby={`${id}-title`} aria-describedby={`${id}-text`} maxWidth="sm" fullWidth>
      <form noValidate onSubmit={(event) => void submit(event)}>
        <DialogTitle id={`${id}-title`} variant="h2">
          {title}
        </DialogTitle>
        <DialogContent>
          <div id={`${id}-text`}>
            {consequences.map((sentence) => (
              <Typography key={sentence} sx={{ mb: 1.25 }}>
                {sentence}
              </Typography>
            ))}
          </div>
          {warning !== undefined && (
            <Alert severity="warning" role="note" sx={{ mb: 1.5 }}>
              {warning}
            </Alert>
          )}
          {name !== undefined && (
            <Typography component="label" htmlFor={`${id}-name`} sx={{ fontWeight: 'fontWeightMedium', overflowWrap: 'anywhere' }}>
              {translate('operations.confirm.type', { name })}
            </Typography>
          )}
          {name !== undefined && (
            <TextField
              id={`${id}-name`}
              hiddenLabel
              value={typed}
              onChange={(event) => {
                setTyped(event.target.value);
              }}
              disabled={pending}
              autoComplete="off"
              slotProps={{ htmlInput: { spellCheck: false, autoCapitalize: 'none' } }}
            />
          )}
          {refusal !== undefined && (
            <Alert severity="error" sx={{ mt: 1.5, overflowWrap: 'anywhere' }}>
              <AlertTitle>{translate('operations.confirm.refused')}</AlertTitle>
              {refusal}
            </Alert>
          )}
        </DialogContent>
        <DialogActions sx={{ px: 3, pb: 2.5 }}>
          <Button onClick={onClose} disabled={pending}>
            {translate('operations.confirm.cancel')}
          </Button>
          <Button type="submit" variant="contained" color={dangerous ? 'error' : 'primary'} disabled={!sure || pending}>
            {pending ? translate('operations.confirm.pending') : confirm}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
