import CloseIcon from '@mui/icons-material/Close';
import { Box, Button, Drawer, IconButton, Typography } from '@mui/material';
import { type ReactNode, useId } from 'react';
import { useListContext, useTranslate } from 'react-admin';
import { useCount } from '../ui/numbers.ts';
import { useTotal } from './ListSetup.ts';

interface FilterDrawerProps {
  children: ReactNode;
  /** Of a drawer; without it the filters stand beside the rows. */
  open?: boolean;
  onClose?: () => void;
}

export function FilterDrawer({ children, open, onClose }: FilterDrawerProps) {
  const translate = useTranslate();
  const title = useId();
  const { resource } = useListContext();
  const { total = 0, estimated } = useTotal();
  const count = useCount();
  if (open === undefined) {
    return (
      <Box component="aside" aria-label={translate('lists.filters.label')} sx={{ width: 248, flex: 'none' }}>
        {children}
      </Box>
    );
  }
  return (
    <Drawer anchor="left" open={open} onClose={onClose} slotProps={{ paper: { role: 'dialog', 'aria-labelledby': title, sx: { width: 'min(330px, 88vw)' } } }}>
      <Box sx={{ display: 'flex', alignItems: 'center', px: 2, py: 1 }}>
        <Typography id={title} variant="h2" sx={{ flex: 1 }}>
          {translate('lists.filters.label')}
        </Typography>
        <IconButton aria-label={translate('ra.action.close')} onClick={onClose} edge="end">
          <CloseIcon />
        </IconButton>
      </Box>
      <Box sx={{ flex: 1, overflowY: 'auto', px: 2 }}>{children}</Box>
      <Box sx={{ p: 2, borderTop: 1, borderColor: 'divider' }}>
        <Button variant="contained" fullWidth onClick={onClose}>
          {translate('lists.filters.show', { shown: translate(`resources.${resource}.count`, { smart_count: total, shown: count(total, estimated) }) })}
        </Button>
      </Box>
    </Drawer>
  );
}
