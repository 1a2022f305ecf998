import CloseIcon from '@mui/icons-material/CloseOutlined';
import { Box, IconButton, Link as MuiLink } from '@mui/material';
import type { KeyboardEvent } from 'react';
import { useTranslate } from 'react-admin';
import { Link as RouterLink } from 'react-router-dom';
import type { Link } from '../api/types.ts';
import { type Place, PlaceButton } from './PlaceButton.tsx';

interface LinkChipProps {
  link: Link;
  resource: 'genres' | 'persons';
  /** Without it nothing can be removed. */
  onRemove?: (link: Link) => void;
  /** Without it there is no order. */
  place?: Place;
  /** What is dragged would come to stand on this side. */
  gap?: 'before' | 'after';
  /** It is being dragged. */
  lifted?: boolean;
}

/** A genre or a person in a film: leads to its own form, can be taken out, and moved where there is an order. */
export function LinkChip({ link, resource, onRemove, place, gap, lifted = false }: LinkChipProps) {
  const translate = useTranslate();
  const name = link.name ?? link.id;
  return (
    <Box
      component="li"
      data-link={link.id}
      onKeyDown={(event: KeyboardEvent) => {
        const step = event.altKey ? steps[event.key] : undefined;
        if (place === undefined || step === undefined) return;
        event.preventDefault(); // in browsers Alt and an arrow go through their history
        const to = place.at + step;
        if (to >= 0 && to < place.of) place.onMove(to);
      }}
      sx={{ display: 'inline-flex', alignItems: 'center', maxWidth: '100%', minHeight: 30, opacity: lifted ? 0.5 : 1, boxShadow: gap === undefined ? 'none' : ({ palette }) => `${gap === 'before' ? -4 : 4}px 0 0 -1px ${palette.primary.main}`, pl: place === undefined ? 1.25 : 0.25, pr: onRemove === undefined ? 1.25 : 0.25, border: 1, borderColor: 'divider', borderRadius: 0.75, bgcolor: 'action.hover' }}
    >
      {place !== undefined && <PlaceButton name={name} {...place} />}
      <MuiLink component={RouterLink} to={`/${resource}/${link.id}`} color="inherit" underline="hover" variant="body2" sx={{ overflowWrap: 'anywhere' }}>
        {name}
      </MuiLink>
      {onRemove !== undefined && (
        <IconButton
          size="small"
          data-remove
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

const steps: Partial<Record<string, number>> = { ArrowLeft: -1, ArrowUp: -1, ArrowRight: 1, ArrowDown: 1 };
