import { Box, Button, Card, Link, Stack, Table, TableBody, TableCell, TableHead, TableRow, Typography } from '@mui/material';
import { type ReactNode, useId, useState } from 'react';
import { useLocaleState, useTranslate } from 'react-admin';
import { Link as RouterLink } from 'react-router-dom';
import type { Bar } from './charts.ts';

interface ChartCardProps {
  title: string;
  /** Under the title: what is not in the chart. */
  note?: string;
  /** The chart's numbers for the table that may be shown in its place; undefined where the chart is a list anyway. */
  bars?: readonly Bar[];
  /** The head of the table's first column. */
  of?: string;
  children: ReactNode;
}

/** A chart with a name, and the same as a table for who prefers that. */
export function ChartCard({ title, note, bars, of, children }: ChartCardProps) {
  const translate = useTranslate();
  const [table, setTable] = useState(false);
  const id = useId();
  const other = translate(table ? 'dashboard.as_chart' : 'dashboard.as_table');
  return (
    <Card component="section" aria-labelledby={id} sx={{ p: 2.5, minWidth: 0 }}>
      <Stack direction="row" sx={{ justifyContent: 'space-between', alignItems: 'center', gap: 1, mb: 1.5, minHeight: 32 }}>
        <Typography id={id} variant="h3" component="h2">
          {title}
        </Typography>
        {bars !== undefined && (
          <Button
            size="small"
            aria-label={`${other}: ${title}`}
            onClick={() => {
              setTable(!table);
            }}
            sx={{ flex: 'none' }}
          >
            {other}
          </Button>
        )}
      </Stack>
      {table && bars !== undefined ? <Numbers bars={bars} of={of ?? title} title={title} /> : children}
      {note !== undefined && (
        <Typography variant="caption" component="p" sx={{ color: 'text.secondary', mt: 1.5, mb: 0 }}>
          {note}
        </Typography>
      )}
    </Card>
  );
}

function Numbers({ bars, of, title }: { bars: readonly Bar[]; of: string; title: string }) {
  const translate = useTranslate();
  const [locale] = useLocaleState();
  const numbers = new Intl.NumberFormat(locale);
  return (
    <Box role="group" aria-label={title} tabIndex={0} sx={{ maxHeight: 220, overflow: 'auto' }}>
      <Table size="small">
        <TableHead>
          <TableRow>
            <TableCell>{of}</TableCell>
            <TableCell align="right">{translate('dashboard.films')}</TableCell>
          </TableRow>
        </TableHead>
        <TableBody>
          {bars
            .filter(({ count }) => count > 0)
            .map(({ key, label, count, to }) => (
              <TableRow key={key}>
                <TableCell component="th" scope="row">
                  {label}
                </TableCell>
                <TableCell align="right">
                  {to === undefined ? (
                    numbers.format(count)
                  ) : (
                    <Link component={RouterLink} to={to} aria-label={translate('dashboard.films_of', { of: label, count: numbers.format(count) })}>
                      {numbers.format(count)}
                    </Link>
                  )}
                </TableCell>
              </TableRow>
            ))}
        </TableBody>
      </Table>
    </Box>
  );
}
