import ArrowIcon from '@mui/icons-material/ArrowForwardOutlined';
import { Box, Typography } from '@mui/material';
import { useTranslate } from 'react-admin';
import { PauseButton } from './PauseButton.tsx';
import { type Condition, decoderCondition, indicesCondition, queueCondition, slotCondition } from './condition.ts';
import { Mark } from './Mark.tsx';
import { Section } from './Section.tsx';
import type { Status } from './status.ts';
import { pace } from './track.ts';
import { type Figures } from './figures.ts';
import { useFigures } from './useFigures.ts';
import { useStream } from './useStream.ts';

interface Part {
  name: 'slot' | 'decoder' | 'queue' | 'indices';
  condition: Condition;
  note: string;
}

type Translate = ReturnType<typeof useTranslate>;

function partsOf(status: Status, figures: Figures, translate: Translate): Part[] {
  const { slot, received, in_flight, indices, latency } = status;
  const waits = latency.queue.p95;
  return [
    {
      name: 'slot',
      condition: slotCondition(status),
      note: slot?.retained_bytes == null ? '' : translate('operations.pipeline.retained', { size: figures.bytes(slot.retained_bytes) }),
    },
    {
      name: 'decoder',
      condition: decoderCondition(status),
      note: received === null ? '' : translate('operations.pipeline.received', { lsn: received }),
    },
    {
      name: 'queue',
      condition: queueCondition(status),
      note: waits === null || in_flight === 0 ? '' : translate('operations.pipeline.waits', { time: figures.duration(waits) }),
    },
    {
      name: 'indices',
      condition: indicesCondition(status),
      note: indices.length === 0 ? '' : translate('operations.figure.documents_per_second', { pace: figures.pace(pace(status)) }),
    },
  ];
}

/** From the slot to the indices: where something is amiss is seen at a glance. */
export function PipelineCard() {
  const translate = useTranslate();
  const { status } = useStream();
  const parts = partsOf(status, useFigures(), translate);
  return (
    <Section title={translate('operations.pipeline.title')} actions={<PauseButton />}>
      <Box
        component="ol"
        sx={{ listStyle: 'none', m: 0, p: 0, display: 'grid', gap: { xs: 1.5, md: 4 }, gridTemplateColumns: { xs: '1fr', sm: '1fr 1fr', md: 'repeat(4, 1fr)' } }}
      >
        {parts.map(({ name, condition, note }, place) => (
          <Box component="li" key={name} sx={{ position: 'relative', px: 2, py: 1.5, borderRadius: 2, bgcolor: 'background.default', minWidth: 0 }}>
            {place > 0 && <ArrowIcon aria-hidden fontSize="small" sx={{ display: { xs: 'none', md: 'block' }, position: 'absolute', left: -26, top: 'calc(50% - 10px)', color: 'text.secondary' }} />}
            <Typography variant="overline" component="h3" sx={{ color: 'text.secondary' }}>
              {translate(`operations.pipeline.${name}`)}
            </Typography>
            <Mark condition={condition} />
            {note !== '' && (
              <Typography variant="caption" component="p" sx={{ color: 'text.secondary', mt: 0.5, overflowWrap: 'anywhere' }}>
                {note}
              </Typography>
            )}
          </Box>
        ))}
      </Box>
    </Section>
  );
}
