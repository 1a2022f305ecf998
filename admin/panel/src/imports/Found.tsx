import { Alert, Button, FormControlLabel, Radio, RadioGroup, Stack, Typography } from '@mui/material';
import { useState } from 'react';
import { useTranslate } from 'react-admin';
import { inWords } from '../api/problem.ts';
import { useNumber } from '../ui/numbers.ts';
import { Counts } from './Counts.tsx';
import { Faults } from './Faults.tsx';
import { type Mode, mostWhole, type Report } from './importing.ts';
import type { Lines } from './useImport.ts';

interface FoundProps {
  file: File;
  report: Report;
  lines: Lines;
  /** Why it was not applied. */
  error: unknown;
  onApply: (mode: Mode) => void;
  onAgain: () => void;
}

/** What an import would do, and the choice to do it. Nothing has been changed so far. */
export function Found({ file, report, lines, error, onApply, onAgain }: FoundProps) {
  const translate = useTranslate();
  const number = useNumber();
  const { rows, created, updated, unchanged, faults, faulty = 0 } = report;
  const large = rows > mostWhole;
  const [mode, setMode] = useState<Mode>(large ? 'batches' : 'transaction');
  const idle = created + updated === 0;
  return (
    <>
      <div role="status">
        <Typography variant="h2">{translate('imports.found', { smart_count: rows, shown: number(rows), name: file.name })}</Typography>
      </div>
      <Counts counts={{ created, updated, unchanged, faulty }} />
      {faulty > 0 && (
        <>
          <Alert severity="error" sx={{ mb: 2 }}>
            {translate('imports.faulty', { smart_count: faulty, shown: number(faulty) })}
          </Alert>
          <Faults faults={faults} lines={lines} />
        </>
      )}
      {faulty === 0 && idle && <Alert severity="info">{translate('imports.nothing')}</Alert>}
      {faulty === 0 && !idle && (
        <RadioGroup
          aria-label={translate('imports.mode.label')}
          value={mode}
          onChange={(_, value) => {
            setMode(value as Mode);
          }}
        >
          <FormControlLabel value="transaction" disabled={large} control={<Radio />} label={translate(large ? 'imports.mode.too_many' : 'imports.mode.transaction')} />
          <FormControlLabel value="batches" control={<Radio />} label={translate('imports.mode.batches')} />
        </RadioGroup>
      )}
      {error !== undefined && (
        <Alert severity="error" sx={{ mt: 2 }}>
          {inWords(error)}
        </Alert>
      )}
      <Stack direction="row" spacing={1.5} sx={{ mt: 2.5 }}>
        {faulty === 0 && !idle && (
          <Button
            variant="contained"
            onClick={() => {
              onApply(mode);
            }}
          >
            {translate('imports.apply', { smart_count: created + updated, shown: number(created + updated) })}
          </Button>
        )}
        <Button onClick={onAgain}>{translate('imports.other')}</Button>
      </Stack>
    </>
  );
}
