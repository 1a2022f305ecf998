import { Box, Button, Card, LinearProgress, Stack, Typography } from '@mui/material';
import type { ReactNode } from 'react';
import { useLocaleState, useTranslate } from 'react-admin';
import { Failure } from '../ui/Failure.tsx';
import { Notice } from '../ui/Notice.tsx';
import { type HistoryFilter, useHistory } from './useHistory.ts';
import type { HistoryItem } from './types.ts';

export const pageSize = 25;

interface HistoryRowsProps {
  filter: HistoryFilter;
  /** From 0. */
  page: number;
  onPage: (page: number) => void;
  row: (item: HistoryItem, isNewest: boolean) => ReactNode;
  /** Said where there are none. */
  none: string;
}

/** A page of the history, with the ways to newer and older ones. */
export function HistoryRows({ filter, page, onPage, row, none }: HistoryRowsProps) {
  const translate = useTranslate();
  const [locale] = useLocaleState();
  const { data, error, isFetching } = useHistory(filter, page * pageSize, pageSize);
  if (error !== null) return <Failure error={error} />;
  if (data === undefined) return <LinearProgress aria-label={translate('app.loading')} sx={{ my: 6, mx: 'auto', maxWidth: 280 }} />;
  const end = page * pageSize + data.items.length;
  const count = new Intl.NumberFormat(locale).format(data.isAtLeast ? data.total - 1 : data.total);
  return (
    <>
      <Card sx={{ opacity: isFetching ? 0.7 : 1 }}>
        {data.items.length === 0 ? (
          <Notice title={none} />
        ) : (
          <Box component="ol" sx={{ m: 0, p: 0 }}>
            {data.items.map((item, at) => row(item, page === 0 && at === 0))}
          </Box>
        )}
      </Card>
      {(page > 0 || end < data.total) && (
        <Stack component="nav" aria-label={translate('history.pages')} direction="row" sx={{ gap: 1, mt: 1.5, alignItems: 'center', justifyContent: 'flex-end' }}>
          <Typography variant="body2" sx={{ color: 'text.secondary', mr: 1 }}>
            {translate(data.isAtLeast ? 'history.range_more' : 'history.range', { from: page * pageSize + 1, to: end, total: count })}
          </Typography>
          <Button disabled={page === 0} onClick={() => { onPage(page - 1); }}>
            {translate('history.newer')}
          </Button>
          <Button disabled={end >= data.total} onClick={() => { onPage(page + 1); }}>
            {translate('history.older')}
          </Button>
        </Stack>
      )}
    </>
  );
}
