// What the parts of a list's page share beside react-admin's list context.
import { createContext, useContext, useEffect, useRef } from 'react';
import { type Identifier, type RaRecord, useListContext } from 'react-admin';
import { useSearchParams } from 'react-router-dom';
import { chosenColumns, type Column } from './columns.ts';
import type { Filter } from './filter.ts';
import type { ListChoice } from './views.ts';

export interface ListSetup {
  columns: readonly Column<RaRecord>[];
  choice: ListChoice;
  /** Changes what is kept for the user. */
  keep: (change: (choice: ListChoice) => ListChoice) => void;
  /** The versions of the rows as they were last seen. */
  versions: Map<Identifier, number>;
}

export const ListSetupContext = createContext<ListSetup | undefined>(undefined);

export function useListSetup(): ListSetup {
  const setup = useContext(ListSetupContext);
  if (setup === undefined) throw new Error('there is no ListSetupContext above');
  return setup;
}

/** The columns that are shown, in their order: those of the address, else those the user chose last, else the usual ones. */
export function useShownColumns(): [string[], (change: (shown: string[]) => string[]) => void] {
  const { columns, choice, keep } = useListSetup();
  const [search, setSearch] = useSearchParams();
  const shown = chosenColumns(columns, search.get('columns')?.split(',') ?? choice.columns);
  // The address follows a moment later: who clicks twice meanwhile means what the first click made.
  const latest = useRef(shown);
  const address = shown.join(',');
  useEffect(() => {
    latest.current = address.split(',');
  }, [address]);
  const show = (change: (shown: string[]) => string[]) => {
    const ids = change(latest.current);
    latest.current = ids;
    setSearch(
      (now) => {
        now.set('columns', ids.join(','));
        return now;
      },
      { replace: true },
    );
    keep((kept) => ({ ...kept, columns: ids }));
  };
  return [shown, show];
}

/** The filter of the list, and how to put another one in its place. */
export function useFilter(): [Filter, (filter: Filter) => void] {
  const list = useListContext();
  return [
    list.filterValues as Filter,
    (filter) => {
      list.setFilters({ ...filter });
    },
  ];
}

/** How many records fit, undefined until it is known, and whether that is only about right. */
export function useTotal(): { total: number | undefined; estimated: boolean } {
  const { total, isPending, ...list } = useListContext();
  const meta: unknown = list.meta;
  const estimated = typeof meta === 'object' && meta !== null && 'estimated' in meta && meta.estimated === true;
  return { total: isPending ? undefined : total, estimated };
}

/** What a row is called: its first column. */
export function useCaption(): (row: RaRecord) => string {
  const source = useListSetup().columns[0]?.id ?? 'id';
  return (row) => String(row[source]);
}
