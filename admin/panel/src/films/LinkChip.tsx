import CloseIcon from '@mui/icons-material/CloseOutlined';
import { Box, IconButton, Link as MuiLink } from '@mui/material';
import { useTranslate } from 'react-admin';
import { Link as RouterLink } from 'react-router-dom';
import type { Link } from '../api/types.ts';

interface LinkChipProps {
  link: Link;
  resource: 'genres' | 'persons';
  /** Without it nothing can be removed. */
  onRemove?: (link: Link) => void;
}

/** A genre or a person in a film: leads to its own form, and can be taken out. */
export function LinkChip({ link, resource, onRemove }: LinkChipProps) {
  const translate = useTranslate();
  const name = link.name ?? link.id;
  return (
    <Box
      component="li"
      sx={{ display: 'inline-flex', alignItems: 'center', maxWidth: '100%', minHeight: 30, pl: 1.25, pr: onRemove === undefined ? 1.25 : 0.25, border: 1, borderColor: 'divider', borderRadius: 0.75, bgcolor: 'action.hover' }}
    >
      <MuiLink component={RouterLink} to={`/${resource}/${link.id}`} color="inherit" underline="hover" variant="body2" sx={{ overflowWrap: 'anywhere' }}>
        {name}
      </MuiLink>
      {onRemove !== undefined && (
        <IconButton
          size="small"
          aria-label={translate('saving.links.remove', { name })}
          onClick={() => {
            onRemove(link);
          }}
          sx={{ p: 0.5, ml: 0.25 }}
        >
          <CloseIcon sx={{ fontSize: 16 }} />
        </IconButton>
      )}
    </Box>
  );
}
