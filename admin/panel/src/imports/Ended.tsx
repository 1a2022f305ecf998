import { Alert, Button, Stack } from '@mui/material';
import { useTranslate } from 'react-admin';
import { Link } from 'react-router-dom';
import { inWords } from '../api/problem.ts';
import { useNumber } from '../ui/numbers.ts';
import { Counts } from './Counts.tsx';
import type { Ending } from './importing.ts';

interface EndedProps {
  resource: string;
  ending: Ending;
  onAgain: () => void;
}

/** How it ended, and what is in the catalogue now. */
export function Ended({ resource, ending: { progress, problem, stopped }, onAgain }: EndedProps) {
  const translate = useTranslate();
  const number = useNumber();
  const { done, of, created, updated, unchanged } = progress;
  const far = { done: number(done), of: number(of) };
  const [severity, words] = stopped
    ? (['info', of === 0 ? translate('imports.stopped_early') : translate('imports.stopped', far)] as const)
    : problem === undefined
      ? (['success', translate('imports.done', { smart_count: done, shown: number(done) })] as const)
      : (['warning', `${inWords(problem)} ${translate('imports.broken_off', far)}`] as const);
  return (
    <>
      <Alert severity={severity} role="status">
        {words}
      </Alert>
      <Counts counts={{ created, updated, unchanged }} />
      <Stack direction="row" spacing={1.5}>
        <Button variant="contained" component={Link} to={`/${resource}?${new URLSearchParams({ filter: '{}', sort: 'modified', order: 'DESC' })}`}>
          {translate('imports.show')}
        </Button>
        <Button onClick={onAgain}>{translate('imports.another')}</Button>
      </Stack>
    </>
  );
}
