import { Table, TableBody, TableCell, TableHead, TableRow, Typography } from '@mui/material';
import { useTranslate } from 'react-admin';
import { Section } from './Section.tsx';
import { tableLook } from './tableLook.ts';
import { useFigures } from './useFigures.ts';
import { useStream } from './useStream.ts';

/** Which tables the changes come from. */
export function TablesCard() {
  const translate = useTranslate();
  const { number, pace } = useFigures();
  const { tables, written } = useStream().status;
  return (
    <Section title={translate('operations.tables.title')}>
      {tables.length === 0 ? (
        <Typography sx={{ color: 'text.secondary' }}>{translate('operations.tables.none')}</Typography>
      ) : (
        <Table size="small" sx={tableLook} aria-label={translate('operations.tables.title')}>
          <TableHead>
            <TableRow>
              <TableCell>{translate('operations.tables.table')}</TableCell>
              <TableCell align="right">{translate('operations.tables.rows')}</TableCell>
              <TableCell align="right">{translate('operations.tables.pace')}</TableCell>
            </TableRow>
          </TableHead>
          <TableBody>
            {tables.map(({ name, rows, per_second }) => (
              <TableRow key={name}>
                <TableCell component="th" scope="row" sx={{ overflowWrap: 'anywhere' }}>
                  {name}
                </TableCell>
                <TableCell align="right">{number(rows)}</TableCell>
                <TableCell align="right">{pace(per_second)}</TableCell>
              </TableRow>
            ))}
          </TableBody>
        </Table>
      )}
      <Typography variant="caption" component="p" sx={{ color: 'text.secondary', mt: 1.5 }}>
        {translate('operations.tables.written', { smart_count: written.applied, applied: number(written.applied), stale: number(written.stale), rejected: number(written.rejected) })}
      </Typography>
    </Section>
  );
}
