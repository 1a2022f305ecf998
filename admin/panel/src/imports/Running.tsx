import { Button, LinearProgress, Typography } from '@mui/material';
import { useTranslate } from 'react-admin';
import { useNumber } from '../ui/numbers.ts';
import type { Mode, Progress } from './importing.ts';

interface RunningProps {
  file: File;
  mode: Mode;
  progress: Progress | undefined;
  onStop: () => void;
}

/** While rows go in. What goes in whole cannot be stopped half way; batches can. */
export function Running({ file, mode, progress, onStop }: RunningProps) {
  const translate = useTranslate();
  const number = useNumber();
  const share = progress === undefined || progress.of === 0 ? undefined : (100 * progress.done) / progress.of;
  return (
    <>
      <Typography variant="h2">{translate('imports.running', { name: file.name })}</Typography>
      <LinearProgress
        variant={share === undefined ? 'indeterminate' : 'determinate'}
        value={share}
        aria-label={translate('imports.progress')}
        sx={{ my: 2, height: 8, borderRadius: 4 }}
      />
      <Typography role="status" sx={{ color: 'text.secondary', mb: 2 }}>
        {progress === undefined ? translate(`imports.waiting_${mode}`) : translate('imports.so_far', { done: number(progress.done), of: number(progress.of) })}
      </Typography>
      {mode === 'batches' && (
        <Button variant="outlined" onClick={onStop}>
          {translate('imports.stop')}
        </Button>
      )}
    </>
  );
}
