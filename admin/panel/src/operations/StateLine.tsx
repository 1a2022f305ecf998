import { Alert, AlertTitle, Box, Typography } from '@mui/material';
import { useTranslate } from 'react-admin';
import { type Check, checksCondition, useChecks } from './useChecks.ts';
import { type Condition, decoderCondition, indicesCondition, queueCondition, slotCondition, type Tone } from './condition.ts';
import type { Trouble } from './events.ts';
import { Mark } from './Mark.tsx';
import type { Status } from './status.ts';
import { useFigures } from './useFigures.ts';
import { useRoom } from './useRoom.ts';
import { useStream } from './useStream.ts';
import { sentence } from './words.ts';

const worst: Tone[] = ['bad', 'warning', 'busy', 'idle'];

/** The one thing to know: the worst of all parts, or that all is well. */
function overall(status: Status, checks: readonly Check[]): Condition {
  const parts = [decoderCondition(status), queueCondition(status), slotCondition(status), indicesCondition(status), checksCondition(checks)];
  for (const tone of worst) {
    const found = parts.find((part) => part.tone === tone);
    // A queue that holds a batch is how it should be.
    if (found !== undefined && !found.word.startsWith('queue.batches')) return found;
  }
  return { tone: 'good', word: 'all_well' };
}

/** How all of it is, and how old that is. */
export function StateLine() {
  const translate = useTranslate();
  const { duration, time } = useFigures();
  const { status, heard, live, now } = useStream();
  const checks = useChecks().data?.checks ?? [];
  const age = heard.heard_at === undefined ? 0 : Math.max(0, Math.floor((now - heard.heard_at) / 1000));
  return (
    <Box sx={{ mb: 2, display: 'grid', gap: 1.5 }}>
      <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: '4px 20px', alignItems: 'center', justifyContent: 'space-between' }}>
        <div role="status">
          <Mark certain condition={live ? overall(status, checks) : { tone: 'warning', word: 'stale' }} />
        </div>
        <Typography variant="caption" sx={{ color: live ? 'text.secondary' : 'warning.main' }}>
          {live || heard.heard_at === undefined
            ? translate('operations.heard.live', { version: status.version })
            : translate('operations.heard.last', { age: duration(age), time: time(heard.heard_at) })}
        </Typography>
      </Box>
      {heard.trouble !== undefined && <TroubleAlert trouble={heard.trouble} />}
      {status.error !== null && live && (
        <Alert severity="warning" variant="outlined" sx={{ overflowWrap: 'anywhere' }}>
          <AlertTitle>{translate('operations.error.title')}</AlertTitle>
          {sentence(status.error)}
        </Alert>
      )}
      {status.paused && <PausedAlert />}
    </Box>
  );
}

export function TroubleAlert({ trouble: { kind, message } }: { trouble: Trouble }) {
  const translate = useTranslate();
  return (
    <Alert severity="error" sx={{ overflowWrap: 'anywhere' }}>
      <AlertTitle>{translate(`operations.trouble.${kind}.title`)}</AlertTitle>
      {message === '' ? translate(`operations.trouble.${kind}.text`) : message}
    </Alert>
  );
}

function PausedAlert() {
  const translate = useTranslate();
  const { moment } = useFigures();
  const { status } = useStream();
  const since = status.paused_since;
  return (
    <Alert severity="warning" variant="outlined" role="note">
      <AlertTitle>{since === null ? translate('operations.paused.title') : translate('operations.paused.since', { since: moment(since) })}</AlertTitle>
      {useRoom().join(' ')}
    </Alert>
  );
}
