import { useTranslate } from 'react-admin';
import { AskButton } from '../ui/AskButton.tsx';
import { fillingTime } from './condition.ts';
import { Confirmation } from './Confirmation.tsx';
import type { Slot } from './status.ts';
import { useCommand } from './useCommand.ts';
import { useFigures } from './useFigures.ts';
import { useStream } from './useStream.ts';

/** Makes the slot anew. */
export function ResetButton({ slot }: { slot: Slot }) {
  const translate = useTranslate();
  return (
    <AskButton size="small" color="error" dialog={(close) => <ResetDialog slot={slot} onClose={close} />}>
      {translate('operations.reset.button')}
    </AskButton>
  );
}

function ResetDialog({ slot, onClose }: { slot: Slot; onClose: () => void }) {
  const translate = useTranslate();
  const command = useCommand();
  const { number, bytes, duration } = useFigures();
  const { status, fillingPace } = useStream();
  const documents = status.indices.reduce((sum, index) => sum + (index.documents ?? 0), 0);
  const time = fillingTime(documents, fillingPace);
  return (
    <Confirmation
      title={translate('operations.reset.title', { slot: slot.name })}
      consequences={[
        translate('operations.reset.text', { slot: slot.name, size: bytes(slot.retained_bytes ?? 0) }),
        translate('operations.reset.indices', { smart_count: status.indices.length, documents: number(documents) }),
        time === undefined ? translate('operations.rebuild.time_unknown') : translate('operations.rebuild.time', { time: duration(Math.max(1, Math.ceil(time))) }),
        translate('operations.reset.meanwhile'),
      ]}
      warning={status.paused ? translate('operations.reset.paused') : undefined}
      confirm={translate('operations.reset.confirm')}
      name={slot.name}
      dangerous
      act={() => command({ path: 'slot/reset', done: 'reset' })}
      onClose={onClose}
    />
  );
}
