import { Box, Button, Chip, Typography } from '@mui/material';
import type { ReactNode, SyntheticEvent } from 'react';
import { useListContext, useTranslate } from 'react-admin';
import { useCount } from '../ui/numbers.ts';
import type { Filter } from './filter.ts';
import { useListSetup, useTotal } from './ListSetup.ts';
import { useFilter } from './useShown.ts';

/** How many there are, said anew whenever it changes, and the filters that make it so. */
export function ChipRow({ children }: { children: ReactNode }) {
  const translate = useTranslate();
  const { resource } = useListContext();
  const { total, estimated } = useTotal();
  const { searchBox, count: status } = useListSetup();
  const [filter, setFilter] = useFilter();
  const count = useCount();
  const filtered = Object.keys(filter).length > 0;
  return (
    <Box sx={{ display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: 0.75, pb: 1, minHeight: 36 }}>
      <Typography ref={status} tabIndex={-1} role="status" variant="body2" sx={{ color: 'text.secondary', mr: 0.5 }}>
        {total !== undefined && translate(`resources.${resource}.count`, { smart_count: total, shown: count(total, estimated) })}
      </Typography>
      {filtered && (
        <>
          {children}
          <Button
            size="small"
            onClick={() => {
              searchBox.current?.focus();
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
  /** Of its own, and the same for as long as it is there. */
  id: string;
  label: string;
  /** A filter once this is removed from it. */
  without: (filter: Filter) => Filter;
}

/** The parts of the filter in words; pressing one removes it. */
export function Chips({ chips }: { chips: readonly FilterChip[] }) {
  const translate = useTranslate();
  const [, setFilter] = useFilter();
  const { searchBox } = useListSetup();
  return chips.map(({ id, label, without }) => {
    const remove = ({ currentTarget }: SyntheticEvent) => {
      (neighbourOf(currentTarget) ?? searchBox.current)?.focus();
      setFilter(without);
    };
    return <Chip key={id} size="small" label={label} aria-label={translate('lists.filters.remove', { name: label })} onClick={remove} onDelete={remove} />;
  });
}

/** The chip after the one that this is or belongs to, or the one before it. */
function neighbourOf(pressed: Element): HTMLElement | undefined {
  const chip = pressed.closest('[role=button]');
  const chips = [...(chip?.parentElement?.querySelectorAll<HTMLElement>('[role=button]') ?? [])];
  const at = chips.findIndex((one) => one === chip);
  return chips[at + 1] ?? chips[at - 1];
}
