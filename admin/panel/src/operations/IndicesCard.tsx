import { Box, Divider, Typography } from '@mui/material';
import { Fragment } from 'react';
import { useTranslate } from 'react-admin';
import { type Fact, Facts } from './Facts.tsx';
import { FillingMeter } from './FillingMeter.tsx';
import { indexCondition } from './condition.ts';
import { Mark } from './Mark.tsx';
import { RebuildButton } from './RebuildButton.tsx';
import { Section } from './Section.tsx';
import type { Index } from './status.ts';
import { useFigures } from './useFigures.ts';
import { useRows } from './useRows.ts';
import { useStream } from './useStream.ts';
import { sentence } from './words.ts';

/** Each index with its state, its figures, and what is being filled. */
export function IndicesCard() {
  const translate = useTranslate();
  const { status } = useStream();
  const rows = useRows();
  return (
    <Section title={translate('operations.indices.title')}>
      {status.indices.length === 0 && <Typography sx={{ color: 'text.secondary' }}>{translate('operations.indices.none')}</Typography>}
      {status.indices.map((index, place) => (
        <Fragment key={index.name}>
          {place > 0 && <Divider sx={{ my: 2 }} />}
          <OneIndex index={index} rows={rows.get(index.name)} />
        </Fragment>
      ))}
    </Section>
  );
}

function OneIndex({ index, rows }: { index: Index; rows: number | undefined }) {
  const translate = useTranslate();
  return (
    <Box component="article" aria-label={index.name}>
      <Box sx={{ display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: '4px 16px', mb: 1 }}>
        <Typography variant="h3" sx={{ overflowWrap: 'anywhere' }}>
          {index.name}
        </Typography>
        <Box sx={{ flexGrow: 1 }}>
          <Mark condition={indexCondition(index)} />
        </Box>
        <RebuildButton index={index} rows={rows} />
      </Box>
      {index.reason !== null && (
        <Typography variant="body2" sx={{ color: 'error.main', mb: 1, overflowWrap: 'anywhere' }}>
          {translate('operations.indices.reason', { reason: sentence(index.reason) })}
        </Typography>
      )}
      <Facts facts={useIndexFacts(index, rows)} />
      {index.filling !== null && <FillingMeter filling={index.filling} />}
    </Box>
  );
}

function useIndexFacts(index: Index, rows: number | undefined): Fact[] {
  const translate = useTranslate();
  const { number, bytes, duration, pace } = useFigures();
  const unknown = translate('operations.unknown');
  const of = (value: number | null, say: (known: number) => string) => (value === null ? unknown : say(value));
  const name = (key: string) => translate(`operations.indices.${key}`);
  const facts: Fact[] = [
    { name: name('generation'), value: index.generation ?? translate('operations.indices.no_generation') },
    {
      name: name('documents'),
      value: of(index.documents, number),
      note: rows === undefined ? null : <RowsNote documents={index.documents} rows={rows} />,
    },
    { name: name('pace'), value: translate('operations.figure.per_second', { pace: pace(index.per_second) }) },
    { name: name('lag_seconds'), value: index.state === 'suspended' ? '—' : of(index.lag_seconds, duration) },
    { name: name('lag_bytes'), value: index.state === 'suspended' ? '—' : of(index.lag_bytes, bytes) },
  ];
  if (index.dead_letters > 0) facts.push({ name: name('refused'), value: number(index.dead_letters), note: name('refused_note') });
  return facts;
}

function RowsNote({ documents, rows }: { documents: number | null; rows: number }) {
  const translate = useTranslate();
  const { number } = useFigures();
  if (documents === null || documents === rows) return <>{translate('operations.indices.of_rows', { smart_count: rows, rows: number(rows) })}</>;
  return (
    <Box component="span" sx={{ color: 'warning.main' }}>
      {translate('operations.indices.of_rows_not', { smart_count: rows, rows: number(rows) })}
    </Box>
  );
}
