import { Box } from '@mui/material';
import { useTranslate } from 'react-admin';
import { progress } from './condition.ts';
import { Meter } from './Meter.tsx';
import type { Filling } from './status.ts';
import { useFigures } from './useFigures.ts';

/** How far a generation is filled, and how long it will take still. */
export function FillingMeter({ filling }: { filling: Filling }) {
  const translate = useTranslate();
  const { number, pace, duration } = useFigures();
  const { generation, documents, estimate, per_second, seconds_left } = filling;
  const parts = [
    translate('operations.filling.generation', { generation }),
    estimate === null
      ? translate('operations.filling.documents', { smart_count: documents, documents: number(documents) })
      : translate('operations.filling.of', { documents: number(documents), estimate: number(estimate) }),
  ];
  if (per_second !== null && per_second > 0) parts.push(translate('operations.figure.documents_per_second', { pace: pace(per_second) }));
  if (seconds_left !== null && seconds_left > 0) parts.push(translate('operations.filling.left', { time: duration(Math.ceil(seconds_left)) }));
  return (
    <Box sx={{ mt: 1.5 }}>
      <Meter label={translate('operations.filling.label', { generation })} value={progress(filling)} text={parts.join(' · ')} />
    </Box>
  );
}
