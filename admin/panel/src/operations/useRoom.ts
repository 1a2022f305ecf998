import { useTranslate } from 'react-admin';
import { useFigures } from './useFigures.ts';
import { useStream } from './useStream.ts';

/** What the slot keeps while nothing is written, and how much room there is for it: sentences. */
export function useRoom(): string[] {
  const translate = useTranslate();
  const { bytes, duration } = useFigures();
  const { status } = useStream();
  const { slot, wal_bytes_per_second } = status;
  if (slot === null) return [translate('operations.room.no_slot')];
  const retained = bytes(slot.retained_bytes ?? 0);
  const grows = wal_bytes_per_second !== null && wal_bytes_per_second >= 1;
  const keeps = grows ? translate('operations.room.grows', { retained, pace: bytes(wal_bytes_per_second) }) : translate('operations.room.keeps', { retained });
  if (slot.safe_wal_size === null) return [keeps, translate('operations.room.no_limit')];
  const safe = bytes(Math.max(0, slot.safe_wal_size));
  const limit =
    slot.seconds_to_limit === null
      ? translate('operations.room.limit', { safe })
      : translate('operations.room.limit_in', { safe, time: duration(Math.floor(slot.seconds_to_limit)) });
  return [keeps, limit, translate('operations.room.beyond')];
}
