import PauseIcon from '@mui/icons-material/PauseOutlined';
import ResumeIcon from '@mui/icons-material/PlayArrowOutlined';
import { Button } from '@mui/material';
import { useState } from 'react';
import { useTranslate } from 'react-admin';
import { Confirmation } from './Confirmation.tsx';
import { useCommand } from './useCommand.ts';
import { useFigures } from './useFigures.ts';
import { useStream } from './useStream.ts';
import { useRoom } from './useRoom.ts';

/** Pauses the stream, or lets it go on. */
export function PauseButton() {
  const translate = useTranslate();
  const { status } = useStream();
  const [asks, setAsks] = useState<'pause' | 'resume'>();
  const close = () => {
    setAsks(undefined);
  };
  return (
    <>
      <Button
        variant={status.paused ? 'contained' : 'outlined'}
        startIcon={status.paused ? <ResumeIcon /> : <PauseIcon />}
        onClick={() => {
          setAsks(status.paused ? 'resume' : 'pause');
        }}
      >
        {translate(status.paused ? 'operations.resume.button' : 'operations.pause.button')}
      </Button>
      {asks === 'pause' && <PauseDialog onClose={close} />}
      {asks === 'resume' && <ResumeDialog onClose={close} />}
    </>
  );
}

function PauseDialog({ onClose }: { onClose: () => void }) {
  const translate = useTranslate();
  const command = useCommand();
  const { status } = useStream();
  const room = useRoom();
  return (
    <Confirmation
      title={translate('operations.pause.title')}
      consequences={[translate('operations.pause.text'), ...room]}
      confirm={translate('operations.pause.confirm')}
      name={status.slot?.name}
      act={() => command({ path: 'pause', done: 'paused' })}
      onClose={onClose}
    />
  );
}

function ResumeDialog({ onClose }: { onClose: () => void }) {
  const translate = useTranslate();
  const command = useCommand();
  const { moment, bytes } = useFigures();
  const { status } = useStream();
  const since = status.paused_since === null ? translate('operations.unknown') : moment(status.paused_since);
  return (
    <Confirmation
      title={translate('operations.resume.title')}
      consequences={[translate('operations.resume.since', { since }), translate('operations.resume.text', { size: bytes(status.lag_bytes ?? 0) })]}
      confirm={translate('operations.resume.confirm')}
      name={status.slot?.name}
      act={() => command({ path: 'resume', done: 'resumed' })}
      onClose={onClose}
    />
  );
}
