import { Button, Table, TableBody, TableCell, TableContainer, TableHead, TableRow } from '@mui/material';
import { useState } from 'react';
import { useResourceContext, useTranslate } from 'react-admin';
import type { Fault } from './importing.ts';

const step = 50;

/** What is wrong, by row and field. */
export function Faults({ faults }: { faults: readonly Fault[] }) {
  const translate = useTranslate();
  const resource = useResourceContext() ?? '';
  const [shown, setShown] = useState(step);
  return (
    <>
      <TableContainer>
        <Table size="small" aria-label={translate('imports.faults.label')}>
          <TableHead>
            <TableRow>
              <TableCell align="right">{translate('imports.faults.row')}</TableCell>
              <TableCell>{translate('imports.faults.field')}</TableCell>
              <TableCell>{translate('imports.faults.message')}</TableCell>
            </TableRow>
          </TableHead>
          <TableBody>
            {faults.slice(0, shown).map(({ row, field, message }, at) => (
              <TableRow key={at}>
                <TableCell align="right">{row}</TableCell>
                <TableCell>{field === '' ? '' : translate(`resources.${resource}.fields.${field}`, { _: field })}</TableCell>
                <TableCell>{message}</TableCell>
              </TableRow>
            ))}
          </TableBody>
        </Table>
      </TableContainer>
      {faults.length > shown && (
        <Button
          size="small"
          onClick={() => {
            setShown(shown + step);
          }}
        >
          {translate('imports.faults.more', { smart_count: faults.length - shown })}
        </Button>
      )}
    </>
  );
}
