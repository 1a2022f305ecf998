import { Checkbox, List, ListItem, ListItemText, Skeleton } from '@mui/material';
import type { ReactNode } from 'react';
import { type RaRecord, RecordContextProvider, useListContext, useTranslate } from 'react-admin';
import { RecordLink } from '../ui/RecordLink.tsx';
import { useCaption, useListSetup } from './ListSetup.ts';
import { Nothing } from './Nothing.tsx';
import { useSelection } from './useSelection.ts';

/** The rows on a phone: the name and a line about each. */
export function RecordCards({ brief }: { brief: (row: RaRecord) => ReactNode }) {
  const translate = useTranslate();
  const { data, isPending } = useListContext<RaRecord>();
  const nameOf = useCaption();
  const { columns } = useListSetup();
  const { selectedIds, toggle } = useSelection();
  if (isPending) {
    return (
      <List>
        {Array.from({ length: 8 }, (_, at) => (
          <ListItem key={at}>
            <ListItemText primary={<Skeleton width="70%" />} secondary={<Skeleton width="40%" />} />
          </ListItem>
        ))}
      </List>
    );
  }
  if (data === undefined || data.length === 0) return <Nothing />;
  return (
    <List dense>
      {data.map((row) => (
        <RecordContextProvider key={row.id} value={row}>
          <ListItem divider sx={{ pl: 0.5 }}>
            <Checkbox
              checked={selectedIds.includes(row.id)}
              onClick={(event) => {
                toggle(row.id, event);
              }}
              slotProps={{ input: { 'aria-label': translate('lists.selection.one', { name: nameOf(row) }) } }}
            />
            <ListItemText primary={<RecordLink source={columns[0]?.id ?? 'id'} />} secondary={brief(row)} slotProps={{ secondary: { component: 'div' } }} />
          </ListItem>
        </RecordContextProvider>
      ))}
    </List>
  );
}
