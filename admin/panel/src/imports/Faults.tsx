import { Button, Table, TableBody, TableCell, TableContainer, TableHead, TableRow } from '@mui/material';
import { useState } from 'react';
import { useResourceContext, useTranslate } from 'react-admin';
import { useNumber } from '../ui/numbers.ts';
import type { Fault } from './importing.ts';
import type { Lines } from './useImport.ts';

const step = 50;

/** What is wrong, by field and by the line of the file, or the row where there are no lines. */
export function Faults({ faults, lines }: { faults: readonly Fault[]; lines: Lines }) {
  const translate = useTranslate();
  const number = useNumber();
  const resource = useResourceContext() ?? '';
  const [shown, setShown] = useState(step);
  const inOrder = faults.toSorted((one, other) => one.row - other.row);
  /** "genres/0" is an element of a field. */
  const nameOf = (field: string) => {
    const [name = ''] = field.split('/');
    return name === '' ? '' : translate(`resources.${resource}.fields.${name}`, { _: field });
  };
  return (
    <>
      <TableContainer>
        <Table size="small" aria-label={translate('imports.faults.label')}>
          <TableHead>
            <TableRow>
              <TableCell align="right" sx={{ width: 72 }}>
                {translate(lines === undefined ? 'imports.faults.row' : 'imports.faults.line')}
              </TableCell>
              <TableCell>{translate('imports.faults.field')}</TableCell>
              <TableCell>{translate('imports.faults.message')}</TableCell>
            </TableRow>
          </TableHead>
          <TableBody>
            {inOrder.slice(0, shown).map(({ row, field, message }, at) => (
              <TableRow key={at}>
                <TableCell align="right">{number(lines?.[row - 1] ?? row)}</TableCell>
                <TableCell>{nameOf(field)}</TableCell>
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
          {translate('imports.faults.more', { smart_count: faults.length - shown, shown: number(faults.length - shown) })}
        </Button>
      )}
    </>
  );
}
