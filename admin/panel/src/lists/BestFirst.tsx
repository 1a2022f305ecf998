import { Typography } from '@mui/material';
import { useResourceContext, useTranslate } from 'react-admin';
import { isBestFirst } from '../api/bestFirst.ts';
import { sortOf } from './sort.ts';
import { useFilter, useSortKeys } from './useShown.ts';

/** Whether what the search finds is not in the order of a column: no column's head is to say so. */
export function useBestFirst(): boolean {
  const resource = useResourceContext() ?? '';
  const [filter] = useFilter();
  const [keys] = useSortKeys();
  return isBestFirst(resource, sortOf(keys), filter);
}

/** Beside the search: in what order its hits come, where no head says it. */
export function BestFirst() {
  const translate = useTranslate();
  const best = useBestFirst();
  return best ? (
    <Typography variant="caption" sx={{ color: 'text.secondary' }}>
      {translate('lists.sort.best')}
    </Typography>
  ) : null;
}
