import { Alert, Button, Dialog, DialogActions, DialogContent, DialogContentText, DialogTitle } from '@mui/material';
import { type ReactNode, useId, useState } from 'react';
import { Form, useTranslate } from 'react-admin';
import { inWords, RequestError } from '../api/problem.ts';

/** What the inputs hold, by source. */
export type Values = Record<string, unknown>;

interface FormDialogProps {
  title: string;
  /** What will be then, in sentences. */
  text?: ReactNode;
  /** Inputs; none where only a yes is asked for. */
  children?: ReactNode;
  /** What the button does, in a word or two. */
  action: string;
  /** It takes something away. */
  dangerous?: boolean;
  initial?: Values;
  validate?: (values: Values) => Values;
  /** Throws where it was refused: the dialog stays and says why. */
  onSubmit: (values: Values) => Promise<void>;
  onClose: () => void;
}

const nothing: Values = {};

/** A few inputs, or none, and a button that does it. A click beside it closes nothing: what was typed would be lost. */
export function FormDialog({ title, text, children, action, dangerous = false, initial = nothing, validate, onSubmit, onClose }: FormDialogProps) {
  const translate = useTranslate();
  const id = useId();
  const [pending, setPending] = useState(false);
  const [failure, setFailure] = useState<unknown>();

  const submit = async (values: Values) => {
    setPending(true);
    setFailure(undefined);
    try {
      await onSubmit(values);
    } catch (error) {
      if (error instanceof RequestError && error.problem.errors?.some(({ field }) => field in values) === true) {
        return (error.body as { errors: object }).errors;
      }
      setFailure(error);
    } finally {
      setPending(false);
    }
    return undefined;
  };

  return (
    <Dialog
      open
      fullWidth
      maxWidth="xs"
      aria-labelledby={id}
      onClose={(_, reason) => {
        if (reason === 'escapeKeyDown' && !pending) onClose();
      }}
      slotProps={{
        paper: { sx: { '& > form': { display: 'flex', flexDirection: 'column', minHeight: 0 } } },
        transition: { onEntered: focusFirstInput },
      }}
    >
      <Form record={initial} validate={validate} onSubmit={submit} disableInvalidFormNotification>
        <DialogTitle id={id}>{title}</DialogTitle>
        <DialogContent>
          {text !== undefined && (
            <DialogContentText component="div" sx={{ mb: children === undefined ? 0 : 1.5 }}>
              {text}
            </DialogContentText>
          )}
          {children}
          {failure !== undefined && (
            <Alert severity="error" role="alert" sx={{ mt: 1.5 }}>
              {inWords(failure)}
            </Alert>
          )}
        </DialogContent>
        <DialogActions>
          <Button onClick={onClose} disabled={pending}>
            {translate('ra.action.cancel')}
          </Button>
          <Button type="submit" variant="contained" color={dangerous ? 'error' : 'primary'} loading={pending}>
            {action}
          </Button>
        </DialogActions>
      </Form>
    </Dialog>
  );
}

function focusFirstInput(dialog: HTMLElement): void {
  dialog.querySelector<HTMLElement>('input:not([hidden]), textarea')?.focus();
}
