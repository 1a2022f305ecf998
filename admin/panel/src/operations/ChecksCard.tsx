import { Alert, Box, Button, Typography } from '@mui/material';
import { useTranslate } from 'react-admin';
import { Mark } from './Mark.tsx';
import { Section } from './Section.tsx';
import { type Check, passedWords, useChecks } from './useChecks.ts';
import { useFigures } from './useFigures.ts';
import { errorWords } from './words.ts';

/** What the stream rests on, each asked now, and what to do where one fails. */
export function ChecksCard() {
  const translate = useTranslate();
  const { time } = useFigures();
  const { data, error, isFetching, refetch, dataUpdatedAt } = useChecks();
  return (
    <Section
      title={translate('operations.checks.title')}
      actions={
        <Button size="small" disabled={isFetching} onClick={() => void refetch()}>
          {translate(isFetching ? 'operations.checks.asking' : 'operations.checks.again')}
        </Button>
      }
    >
      {error !== null && (
        <Alert severity="error" sx={{ mb: 1.5 }}>
          {errorWords(error)}
        </Alert>
      )}
      {error === null && data !== undefined && (
        <Box component="ul" sx={{ listStyle: 'none', m: 0, p: 0, display: 'grid', gap: 1.5 }}>
          {data.checks.map((check) => (
            <OneCheck key={check.name} check={check} />
          ))}
        </Box>
      )}
      {error === null && data !== undefined && (
        <Typography variant="caption" component="p" sx={{ color: 'text.secondary', mt: 1.5 }}>
          {translate('operations.checks.at', { time: time(dataUpdatedAt) })}
        </Typography>
      )}
    </Section>
  );
}

function OneCheck({ check }: { check: Check }) {
  const translate = useTranslate();
  const { name, ok } = check;
  const detail = ok ? passedWords(check, translate) : (check.detail ?? '');
  const key = name.replace(' ', '_');
  return (
    <Box component="li">
      <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: '0 12px', justifyContent: 'space-between' }}>
        <Typography component="span" sx={{ fontWeight: 'fontWeightMedium' }}>
          {translate(`operations.checks.names.${key}`, { _: name })}
        </Typography>
        <Mark certain condition={{ tone: ok ? 'good' : 'bad', word: ok ? 'check.passed' : 'check.failed' }} />
      </Box>
      {detail !== '' && (
        <Typography variant="caption" component="p" sx={{ color: 'text.secondary', overflowWrap: 'anywhere' }}>
          {detail}
        </Typography>
      )}
      {!ok && <Typography variant="body2">{translate(`operations.checks.fixes.${key}`, { _: '' })}</Typography>}
    </Box>
  );
}
