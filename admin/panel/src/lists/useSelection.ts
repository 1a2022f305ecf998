import { type MouseEvent, useRef } from 'react';
import { type Identifier, type RaRecord, useListContext } from 'react-admin';

/** The chosen rows, and how they are chosen: one by one, from the last to one more with Shift, all of the page. */
export function useSelection() {
  const { data = [], selectedIds, onSelect, onToggleItem } = useListContext<RaRecord>();
  const last = useRef<Identifier | undefined>(undefined);
  const ids = data.map(({ id }) => id);
  const onPage = ids.filter((id) => selectedIds.includes(id));

  const toggle = (id: Identifier, event: MouseEvent) => {
    const from = last.current === undefined ? -1 : ids.indexOf(last.current);
    const to = ids.indexOf(id);
    last.current = id;
    if (!event.shiftKey || from < 0 || to < 0) {
      onToggleItem(id);
      return;
    }
    const between = ids.slice(Math.min(from, to), Math.max(from, to) + 1);
    const rest = selectedIds.filter((one) => !between.includes(one));
    onSelect(selectedIds.includes(id) ? rest : [...rest, ...between]);
  };

  const togglePage = () => {
    const others = selectedIds.filter((id) => !ids.includes(id));
    onSelect(onPage.length === ids.length ? others : [...others, ...ids]);
  };

  return { selectedIds, toggle, togglePage, all: ids.length > 0 && onPage.length === ids.length, some: onPage.length > 0 };
}
