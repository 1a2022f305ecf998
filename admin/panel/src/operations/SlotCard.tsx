import { Box, Typography } from '@mui/material';
import { useTranslate } from 'react-admin';
import { type Fact, Facts } from './Facts.tsx';
import { slotCondition, used } from './condition.ts';
import { Mark } from './Mark.tsx';
import { Meter } from './Meter.tsx';
import { ResetButton } from './ResetButton.tsx';
import { Section } from './Section.tsx';
import type { Slot } from './status.ts';
import { useFigures } from './useFigures.ts';
import { useStream } from './useStream.ts';

/** The replication slot: what it keeps, and how long the server will let it. */
export function SlotCard() {
  const translate = useTranslate();
  const { status } = useStream();
  const { slot } = status;
  return (
    <Section title={translate('operations.slot.title')} actions={slot !== null && <ResetButton slot={slot} />}>
      <Box sx={{ mb: 1.5 }}>
        <Mark condition={slotCondition(status)} />
      </Box>
      {slot === null ? <Typography sx={{ color: 'text.secondary' }}>{translate('operations.slot.none')}</Typography> : <SlotFigures slot={slot} />}
    </Section>
  );
}

function SlotFigures({ slot }: { slot: Slot }) {
  const translate = useTranslate();
  const { bytes, duration } = useFigures();
  const { status } = useStream();
  const pace = status.wal_bytes_per_second;
  const unknown = translate('operations.unknown');
  const name = (key: string) => translate(`operations.slot.${key}`);
  const limited = slot.safe_wal_size !== null;
  const facts: Fact[] = [
    { name: name('name'), value: slot.name, note: slot.plugin },
    { name: name('retained'), value: slot.retained_bytes === null ? unknown : bytes(slot.retained_bytes) },
    { name: name('wal_status'), value: slot.wal_status === null ? unknown : translate(`operations.slot.status.${slot.wal_status}`, { _: slot.wal_status }) },
    { name: name('pace'), value: pace === null ? unknown : translate('operations.figure.per_second', { pace: bytes(pace) }) },
    { name: name('safe'), value: slot.safe_wal_size === null ? name('no_limit') : bytes(Math.max(0, slot.safe_wal_size)) },
    { name: name('time'), value: slot.seconds_to_limit === null ? (limited ? name('standing') : '—') : duration(Math.floor(slot.seconds_to_limit)) },
    { name: name('confirmed'), value: slot.confirmed ?? unknown },
  ];
  const part = used(slot);
  return (
    <>
      <Facts facts={facts} width={140} />
      <Box sx={{ mt: 2 }}>
        <Meter
          label={name('room')}
          value={part}
          tone={part === undefined || part < 60 ? 'primary' : part < 85 ? 'warning' : 'error'}
          text={limited ? translate('operations.slot.room_text', { retained: bytes(slot.retained_bytes ?? 0), safe: bytes(Math.max(0, slot.safe_wal_size ?? 0)) }) : name('no_limit_text')}
        />
      </Box>
    </>
  );
}
