import { Checkbox, Skeleton, Table, TableBody, TableCell, TableContainer, TableHead, TableRow } from '@mui/material';
import type { MouseEvent } from 'react';
import { type RaRecord, RecordContextProvider, useCreatePath, useListContext, useTranslate } from 'react-admin';
import { useNavigate } from 'react-router-dom';
import type { Column } from './columns.ts';
import { HeadCell } from './HeadCell.tsx';
import { useCaption, useListSetup } from './ListSetup.ts';
import { Nothing } from './Nothing.tsx';
import { useSelection } from './useSelection.ts';
import { useShownColumns } from './useShown.ts';

/** The rows as a table of the chosen columns. */
export function RecordTable() {
  const translate = useTranslate();
  const { data, isPending, isPlaceholderData } = useListContext<RaRecord>();
  const { columns: all } = useListSetup();
  const [shown] = useShownColumns();
  const { togglePage, ...selection } = useSelection();
  const columns = shown.map((id) => all.find((column) => column.id === id)).filter((column) => column !== undefined);
  if (!isPending && (data === undefined || data.length === 0)) return <Nothing />;
  return (
    <TableContainer>
      <Table size="small" aria-busy={isPending || isPlaceholderData}>
        <TableHead>
          <TableRow>
            <TableCell padding="checkbox">
              <Checkbox
                size="small"
                disabled={isPending}
                checked={selection.all}
                indeterminate={selection.some && !selection.all}
                onChange={togglePage}
                slotProps={{ input: { 'aria-label': translate('lists.selection.page') } }}
              />
            </TableCell>
            {columns.map((column) => (
              <HeadCell key={column.id} column={column} />
            ))}
          </TableRow>
        </TableHead>
        <TableBody>
          {isPending ? <Shades columns={columns.length} /> : data.map((row) => <Row key={row.id} row={row} columns={columns} selection={selection} />)}
        </TableBody>
      </Table>
    </TableContainer>
  );
}

interface RowProps {
  row: RaRecord;
  columns: readonly Column<RaRecord>[];
  selection: Omit<ReturnType<typeof useSelection>, 'togglePage'>;
}

function Row({ row, columns, selection: { selectedIds, toggle } }: RowProps) {
  const translate = useTranslate();
  const { resource } = useListContext();
  const nameOf = useCaption();
  const caption = useListSetup().columns[0]?.id;
  const path = useCreatePath();
  const navigate = useNavigate();
  const open = (event: MouseEvent<HTMLElement>) => {
    // A link or a box within does what it does; marking text opens nothing.
    const within = (event.target as HTMLElement).closest('a, button, input, label');
    if (within !== null || window.getSelection()?.toString() !== '') return;
    void navigate(path({ resource, type: 'edit', id: row.id }));
  };
  const selected = selectedIds.includes(row.id);
  return (
    <RecordContextProvider value={row}>
      <TableRow hover selected={selected} onClick={open} sx={{ cursor: 'pointer' }}>
        <TableCell padding="checkbox">
          <Checkbox
            size="small"
            checked={selected}
            onClick={(event) => {
              toggle(row.id, event);
            }}
            slotProps={{ input: { 'aria-label': translate('lists.selection.one', { name: nameOf(row) }) } }}
          />
        </TableCell>
        {columns.map(({ id, numeric, cell }) => (
          <TableCell key={id} align={numeric === true ? 'right' : 'left'} sx={id === caption ? { minWidth: 240 } : undefined}>
            {cell(row)}
          </TableCell>
        ))}
      </TableRow>
    </RecordContextProvider>
  );
}

/** Until the first rows are there. */
function Shades({ columns }: { columns: number }) {
  return Array.from({ length: 10 }, (_, row) => (
    <TableRow key={row}>
      {Array.from({ length: columns + 1 }, (__, column) => (
        <TableCell key={column}>
          <Skeleton width={column === 1 ? '70%' : '40%'} />
        </TableCell>
      ))}
    </TableRow>
  ));
}
