import FilterIcon from '@mui/icons-material/FilterList';
import { Box, Button } from '@mui/material';
import { useCanAccess, useResourceContext, useTranslate } from 'react-admin';
import { CreateLink } from '../ui/CreateLink.tsx';
import { BestFirst } from './BestFirst.tsx';
import { ColumnsMenu } from './ColumnsMenu.tsx';
import { SearchBox } from './SearchBox.tsx';
import { SortMenu } from './SortMenu.tsx';
import { TransferMenu } from './TransferMenu.tsx';
import { ViewsMenu } from './ViewsMenu.tsx';

interface ListBarProps {
  filtersOpen: boolean;
  onFilters: () => void;
}

/** Above the rows: search, what is shown and how, what goes in and out. */
export function ListBar({ filtersOpen, onFilters }: ListBarProps) {
  const translate = useTranslate();
  const resource = useResourceContext() ?? '';
  const { canAccess: creates } = useCanAccess({ resource, action: 'create' });
  return (
    <Box sx={{ display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: 1, py: 1.5 }}>
      <Button startIcon={<FilterIcon />} aria-expanded={filtersOpen} onClick={onFilters} variant={filtersOpen ? 'outlined' : 'text'}>
        {translate('lists.filters.label')}
      </Button>
      <SearchBox />
      <BestFirst />
      <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 0.5, ml: { md: 'auto' } }}>
        <ViewsMenu />
        <SortMenu />
        <ColumnsMenu />
        <TransferMenu />
        {creates === true && <CreateLink />}
      </Box>
    </Box>
  );
}
