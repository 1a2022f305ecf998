import CloseIcon from '@mui/icons-material/Close';
import { Box, Button, IconButton, Typography } from '@mui/material';
import { type ReactNode, useEffect, useRef } from 'react';
import { useListContext, useTranslate } from 'react-admin';
import { useNumber } from '../ui/numbers.ts';
import { ExportSelection } from './ExportSelection.tsx';
import { useListSetup } from './ListSetup.ts';
import { useSelectedFilter } from './useSelectedFilter.ts';

/** More than this the server changes or deletes in no one request. */
export const mostSelected = 1000;

/** What can be done with the selected rows; while none is selected, whether a selection was just let go. */
export function SelectionBar({ children }: { children: ReactNode }) {
  const translate = useTranslate();
  const number = useNumber();
  const { selectedIds, onUnselectItems, onSelectAll, total = 0, data = [] } = useListContext();
  const lost = useSelectedFilter();
  useFocusAfterwards(selectedIds.length > 0);
  if (selectedIds.length === 0) {
    return (
      <Typography role="status" variant="body2" sx={{ color: 'text.secondary', px: lost > 0 ? 2 : 0, pt: lost > 0 ? 1 : 0 }}>
        {lost > 0 && translate('lists.selection.lost', { smart_count: lost, shown: number(lost) })}
      </Typography>
    );
  }
  const elsewhere = selectedIds.length - data.filter(({ id }: { id: string }) => selectedIds.includes(id)).length;
  const all = Math.min(total, mostSelected);
  const pageSelected = data.every(({ id }: { id: string }) => selectedIds.includes(id));
  return (
    <Box
      role="region"
      aria-label={translate('lists.selection.label')}
      sx={{ display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: 0.5, px: 1, py: 0.75, bgcolor: 'action.selected', position: 'sticky', top: 0, zIndex: 2 }}
    >
      <IconButton
        size="small"
        aria-label={translate('lists.selection.none')}
        onClick={() => {
          onUnselectItems();
        }}
      >
        <CloseIcon fontSize="small" />
      </IconButton>
      <Typography role="status" variant="body2" sx={{ fontWeight: 'fontWeightMedium', mr: 1 }}>
        {translate(elsewhere > 0 ? 'lists.selection.elsewhere' : 'lists.selection.count', {
          smart_count: selectedIds.length,
          shown: number(selectedIds.length),
          elsewhere: number(elsewhere),
        })}
      </Typography>
      {pageSelected && selectedIds.length < all && (
        <Button
          size="small"
          onClick={() => {
            onSelectAll({ limit: all });
          }}
        >
          {translate(total <= mostSelected ? 'lists.selection.all' : 'lists.selection.first', { count: number(all) })}
        </Button>
      )}
      <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 0.5, ml: { md: 'auto' } }}>
        {selectedIds.length <= mostSelected && children}
        <ExportSelection />
      </Box>
    </Box>
  );
}

/** The bar goes, and its buttons and dialogs with it, which may have had the focus: it goes to what the list holds now. */
function useFocusAfterwards(there: boolean): void {
  const { count } = useListSetup();
  const was = useRef(there);
  useEffect(() => {
    if (was.current && !there && document.activeElement === document.body) count.current?.focus();
    was.current = there;
  }, [there, count]);
}
