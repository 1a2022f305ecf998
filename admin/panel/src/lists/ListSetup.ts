// What the parts of a list's page share beside react-admin's list context.
import { createContext, type RefObject, useContext } from 'react';
import { type Identifier, type RaRecord, useListContext } from 'react-admin';
import type { Column } from './columns.ts';
import type { ListChoice } from './views.ts';

export interface ListSetup {
  columns: readonly Column<RaRecord>[];
  choice: ListChoice;
  /** Changes what is kept for the user. */
  keep: (change: (choice: ListChoice) => ListChoice) => void;
  /** The versions of the rows as they were last seen. */
  versions: Map<Identifier, number>;
  /** Where the focus goes when what had it is taken away: with a filter, and with the selection. */
  searchBox: RefObject<HTMLInputElement | null>;
  count: RefObject<HTMLElement | null>;
}

export const ListSetupContext = createContext<ListSetup | undefined>(undefined);

export function useListSetup(): ListSetup {
  const setup = useContext(ListSetupContext);
  if (setup === undefined) throw new Error('there is no ListSetupContext above');
  return setup;
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
