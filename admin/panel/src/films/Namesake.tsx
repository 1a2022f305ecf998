import { Button, Dialog, DialogActions, DialogContent, DialogContentText, DialogTitle } from '@mui/material';
import { useId } from 'react';
import { useTranslate } from 'react-admin';
import type { Link } from '../api/types.ts';

interface NamesakeProps {
  name: string;
  /** Those who have this name. */
  known: readonly Link[];
  onChoose: (link: Link) => void;
  onMake: () => void;
  onClose: () => void;
}

/** Asked before a second person of a name is made: most often it is the one who is there. */
export function Namesake({ name, known: [one, ...others], onChoose, onMake, onClose }: NamesakeProps) {
  const translate = useTranslate();
  const id = useId();
  return (
    <Dialog open maxWidth="xs" onClose={onClose} aria-labelledby={id} aria-describedby={`${id}-text`}>
      <DialogTitle id={id}>{translate('saving.links.namesake.title')}</DialogTitle>
      <DialogContent>
        <DialogContentText id={`${id}-text`}>{translate('saving.links.namesake.text', { name: one?.name ?? name })}</DialogContentText>
      </DialogContent>
      <DialogActions>
        <Button onClick={onClose}>{translate('ra.action.cancel')}</Button>
        <Button onClick={onMake}>{translate('saving.links.namesake.make')}</Button>
        {one !== undefined && others.length === 0 && (
          <Button
            variant="contained"
            onClick={() => {
              onChoose(one);
            }}
          >
            {translate('saving.links.namesake.choose')}
          </Button>
        )}
      </DialogActions>
    </Dialog>
  );
}
