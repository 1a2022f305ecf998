import { Button, Dialog, DialogActions, DialogContent, DialogContentText, DialogTitle } from '@mui/material';
import { type ReactNode, useId } from 'react';
import { useTranslate } from 'react-admin';
import { ShownOnce } from './ShownOnce.tsx';

interface OnceDialogProps {
  title: string;
  text: ReactNode;
  /** What the secret is called: "Password for one time". */
  label: string;
  /** A line each. */
  secrets: string[];
  /** The file it may be kept in. */
  file?: string;
  onClose: () => void;
}

/** A secret that the server tells once: it goes away by the button alone. */
export function OnceDialog({ title, text, label, secrets, file, onClose }: OnceDialogProps) {
  const translate = useTranslate();
  const id = useId();
  return (
    <Dialog open fullWidth maxWidth="xs" aria-labelledby={id}>
      <DialogTitle id={id}>{title}</DialogTitle>
      <DialogContent>
        <DialogContentText component="div" sx={{ mb: 2 }}>
          {text}
        </DialogContentText>
        <ShownOnce label={label} secrets={secrets} file={file} />
      </DialogContent>
      <DialogActions>
        <Button variant="contained" onClick={onClose}>
          {translate('once.done')}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
