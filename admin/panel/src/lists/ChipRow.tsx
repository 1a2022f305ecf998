import { Box, Button, Chip, Typography } from '@mui/material';
import type { ReactNode } from 'react';
import { useListContext, useTranslate } from 'react-admin';
import { useCount } from '../ui/numbers.ts';
import type { Filter } from './filter.ts';
import { useTotal } from './ListSetup.ts';
import { useFilter } from './useShown.ts';

/** How many there are, said anew whenever it changes, and the filters that make it so. */
export function ChipRow({ children }: { children: ReactNode }) {
  const translate = useTranslate();
  const { resource } = useListContext();
  const { total, estimated } = useTotal();
  const [filter, setFilter] = useFilter();
  const count = useCount();
  const filtered = Object.keys(filter).length > 0;
  return (
    <Box sx={{ display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: 0.75, pb: 1, minHeight: 36 }}>
      <Typography role="status" variant="body2" sx={{ color: 'text.secondary', mr: 0.5 }}>
        {total !== undefined && translate(`resources.${resource}.count`, { smart_count: total, shown: count(total, estimated) })}
      </Typography>
      {filtered && (
        <>
          {children}
          <Button
            size="small"
            onClick={() => {
              setFilter(() => ({}));
            }}
          >
            {translate('lists.filters.clear')}
          </Button>
        </>
      )}
    </Box>
  );
}

export interface FilterChip {
  label: string;
  /** A filter once this is removed from it. */
  without: (filter: Filter) => Filter;
}

/** The parts of the filter in words; pressing one removes it. */
export function Chips({ chips }: { chips: readonly FilterChip[] }) {
  const translate = useTranslate();
  const [, setFilter] = useFilter();
  return chips.map(({ label, without }) => {
    const remove = () => {
      setFilter(without);
    };
    return <Chip key={label} size="small" label={label} aria-label={translate('lists.filters.remove', { name: label })} onClick={remove} onDelete={remove} />;
  });
}
