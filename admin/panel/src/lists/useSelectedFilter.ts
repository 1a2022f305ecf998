import { useEffect, useState } from 'react';
import { useListContext, useStore } from 'react-admin';
import { type Filter, sameFilter } from './filter.ts';
import { useFilter } from './useShown.ts';

/**
 * A selection belongs to the filter that it was made with: under another one nobody would see what is selected, and
 * change it unseen. It is let go then. Returns how many were, until something is selected anew.
 */
export function useSelectedFilter(): number {
  const { resource, selectedIds, onUnselectItems } = useListContext();
  const [filter] = useFilter();
  const [made, setMade] = useStore<Filter | undefined>(`${resource}.selectedFilter`);
  const [lost, setLost] = useState(0);
  const count = selectedIds.length;
  const over = count > 0 && made !== undefined && !sameFilter(made, filter);
  if (over && lost !== count) setLost(count);
  if (!over && count > 0 && lost > 0) setLost(0);
  useEffect(() => {
    if (over) onUnselectItems();
    else if (count > 0 && made === undefined) setMade(filter);
    else if (count === 0 && made !== undefined) setMade(undefined);
  }, [over, count, made, filter, setMade, onUnselectItems]);
  return lost;
}
