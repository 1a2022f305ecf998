import { Box, TableCell, TableSortLabel } from '@mui/material';
import { type RaRecord, useListContext, useTranslate } from 'react-admin';
import { useBestFirst } from './BestFirst.tsx';
import type { Column } from './columns.ts';
import { added, alone } from './sort.ts';
import { useSortKeys } from './useShown.ts';

/** The head of a column: a press sorts by it alone, with Shift by it as well. */
export function HeadCell({ column: { id, sorts, numeric } }: { column: Column<RaRecord> }) {
  const translate = useTranslate();
  const { resource } = useListContext();
  const [keys, setKeys] = useSortKeys();
  const best = useBestFirst();
  const name = translate(`resources.${resource}.fields.${id}`);
  const at = best ? -1 : keys.findIndex(({ field }) => field === id);
  const falling = keys[at]?.falling === true;
  const direction = falling ? 'desc' : 'asc';
  const align = numeric === true ? 'right' : 'left';
  if (sorts !== true) return <TableCell align={align}>{name}</TableCell>;
  return (
    <TableCell align={align} sortDirection={at === 0 ? direction : false}>
      <TableSortLabel
        title={translate('lists.sort.press')}
        active={at >= 0}
        direction={direction}
        onClick={(event) => {
          const { shiftKey } = event;
          setKeys((now) => (shiftKey ? added(now, id) : alone(now, id)));
        }}
      >
        {name}
        {at >= 0 && keys.length > 1 && (
          <Box component="span" sx={{ ml: 0.5, fontWeight: 'fontWeightBold', color: 'secondary.main' }}>
            {at + 1}
          </Box>
        )}
      </TableSortLabel>
    </TableCell>
  );
}
