import { Table, TableBody, TableCell, TableHead, TableRow, Typography } from '@mui/material';
import { useTranslate } from 'react-admin';
import { Section } from './Section.tsx';
import { tableLook } from './tableLook.ts';
import { useFigures } from './useFigures.ts';
import { useStream } from './useStream.ts';

const steps = ['source', 'queue', 'delivery', 'end_to_end'] as const;
const quantiles = ['p50', 'p95', 'p99'] as const;

/** How long each step took in the last minute. */
export function LatencyCard() {
  const translate = useTranslate();
  const { number, duration } = useFigures();
  const { latency } = useStream().status;
  return (
    <Section title={translate('operations.latency.title')}>
      <Table size="small" sx={tableLook} aria-label={translate('operations.latency.title')}>
        <TableHead>
          <TableRow>
            <TableCell>{translate('operations.latency.step')}</TableCell>
            {quantiles.map((name) => (
              <TableCell key={name} align="right">
                {name}
              </TableCell>
            ))}
            <TableCell align="right" sx={{ display: { xs: 'none', sm: 'table-cell' } }}>
              {translate('operations.latency.count')}
            </TableCell>
          </TableRow>
        </TableHead>
        <TableBody>
          {steps.map((step) => (
            <TableRow key={step}>
              <TableCell component="th" scope="row">
                {translate(`operations.latency.${step}`)}
              </TableCell>
              {quantiles.map((name) => {
                const seconds = latency[step][name];
                return (
                  <TableCell key={name} align="right" sx={{ whiteSpace: 'nowrap' }}>
                    {seconds === null ? '—' : duration(seconds)}
                  </TableCell>
                );
              })}
              <TableCell align="right" sx={{ display: { xs: 'none', sm: 'table-cell' } }}>
                {number(latency[step].count)}
              </TableCell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
      <Typography variant="caption" component="p" sx={{ color: 'text.secondary', mt: 1.5 }}>
        {translate('operations.latency.note')}
      </Typography>
    </Section>
  );
}
