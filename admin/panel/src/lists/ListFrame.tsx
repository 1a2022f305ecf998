import { Box, Card, type Theme, useMediaQuery } from '@mui/material';
import type { ReactNode } from 'react';
import { type RaRecord, Title, useListContext, useStore } from 'react-admin';
import { ChipRow } from './ChipRow.tsx';
import { FilterDrawer } from './FilterDrawer.tsx';
import { ListBar } from './ListBar.tsx';
import { ListFailure } from './ListFailure.tsx';
import { Pages } from './Pages.tsx';
import { RecordCards } from './RecordCards.tsx';
import { RecordTable } from './RecordTable.tsx';
import { SelectionBar } from './SelectionBar.tsx';

interface ListFrameProps {
  brief: (row: RaRecord) => ReactNode;
  filters: ReactNode;
  chips: ReactNode;
  actions: ReactNode;
}

/** How the parts of a list stand: the filters beside the rows, on a narrow window in a drawer. */
export function ListFrame({ brief, filters, chips, actions }: ListFrameProps) {
  const { defaultTitle, error } = useListContext();
  const phone = useMediaQuery((theme: Theme) => theme.breakpoints.down('sm'));
  const narrow = useMediaQuery((theme: Theme) => theme.breakpoints.down('lg'));
  const [beside, setBeside] = useStore('lists.filters', true);
  const [drawer, setDrawer] = useStore('lists.drawer', false);
  const open = narrow ? drawer : beside;
  return (
    <>
      <Title defaultTitle={defaultTitle} preferenceKey={false} />
      <ListBar
        filtersOpen={open}
        onFilters={() => {
          if (narrow) setDrawer(!drawer);
          else setBeside(!beside);
        }}
      />
      <ChipRow>{chips}</ChipRow>
      <Box sx={{ display: 'flex', gap: 2.5, alignItems: 'flex-start' }}>
        {narrow ? (
          <FilterDrawer
            open={drawer}
            onClose={() => {
              setDrawer(false);
            }}
          >
            {filters}
          </FilterDrawer>
        ) : (
          beside && <FilterDrawer>{filters}</FilterDrawer>
        )}
        <Box sx={{ flex: 1, minWidth: 0 }}>
          <Card>
            <SelectionBar>{actions}</SelectionBar>
            {error ? <ListFailure error={error} /> : phone ? <RecordCards brief={brief} /> : <RecordTable />}
          </Card>
          <Pages />
        </Box>
      </Box>
    </>
  );
}
