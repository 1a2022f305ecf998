import { useMediaQuery, type Theme } from '@mui/material';
import type { ReactElement, ReactNode } from 'react';
import { ColumnsButton, CreateButton, FilterButton, List, type SortPayload, TopToolbar } from 'react-admin';
import { Empty } from './Empty.tsx';

interface RecordListProps {
  children: ReactNode;
  filters: ReactElement[];
  sort: SortPayload;
  /** Buttons beside those of every list. */
  actions?: ReactNode;
}

/** A page with a list; on a phone without the choice of columns. */
export function RecordList({ children, filters, sort, actions }: RecordListProps) {
  const narrow = useMediaQuery((theme: Theme) => theme.breakpoints.down('sm'));
  const choosable = filters.length > 1;
  return (
    <List
      filters={filters}
      sort={sort}
      perPage={25}
      empty={<Empty />}
      actions={
        <TopToolbar>
          {choosable && <FilterButton />}
          {!narrow && <ColumnsButton />}
          {actions}
          <CreateButton />
        </TopToolbar>
      }
    >
      {children}
    </List>
  );
}
