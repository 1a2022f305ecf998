// The one place through which all that a list shows is changed.
import { useListContext } from 'react-admin';
import { type NavigateOptions, useLocation, useNavigate } from 'react-router-dom';
import { addressOf, type Shown, shownBy } from './address.ts';
import { chosenColumns } from './columns.ts';
import type { Filter } from './filter.ts';
import { useListSetup } from './ListSetup.ts';
import { keysOf, type SortKey, sortOf } from './sort.ts';

type Change = (shown: Shown) => Partial<Shown>;

/**
 * What the list shows, and how to change it. A change is made on what the address says at that moment, not on what the
 * page shows: it follows a moment later, and who clicks twice meanwhile means what the first click made.
 */
export function useShown(): [Shown, (change: Change, how?: NavigateOptions) => void] {
  const { columns, choice } = useListSetup();
  const list = useListContext();
  const navigate = useNavigate();
  const { search } = useLocation();
  const known = (wished: readonly string[] | undefined) => chosenColumns(columns, wished);
  const usual = { filter: list.filterValues as Filter, keys: keysOf(list.sort), page: list.page, perPage: list.perPage, columns: known(choice.columns) };
  const shownAt = (address: string) => {
    const shown = shownBy(address, usual);
    return { ...shown, columns: known(shown.columns) };
  };
  return [
    shownAt(search),
    (change, how) => {
      const before = shownAt(window.location.search);
      void navigate({ search: addressOf({ ...before, ...change(before) }) }, how);
    },
  ];
}

/** The filter, and how to change it; what is left is shown from its first page. */
export function useFilter(): [Filter, (change: (filter: Filter) => Filter) => void] {
  const [{ filter }, show] = useShown();
  return [
    filter,
    (change) => {
      show((shown) => ({ filter: change(shown.filter), page: 1 }));
    },
  ];
}

/** What the list is sorted by, and how to sort it otherwise; the user finds it so again. */
export function useSortKeys(): [SortKey[], (change: (keys: readonly SortKey[]) => SortKey[]) => void] {
  const [{ keys }, show] = useShown();
  const { keep } = useListSetup();
  return [
    keys,
    (change) => {
      show((shown) => {
        const wanted = change(shown.keys);
        const { field, order } = sortOf(wanted);
        keep((choice) => ({ ...choice, sort: field, order }));
        return { keys: wanted, page: 1 };
      });
    },
  ];
}

/** The columns that are shown, in their order: those of the address, else those the user chose last, else the usual ones. */
export function useShownColumns(): [string[], (change: (columns: string[]) => string[]) => void] {
  const [{ columns }, show] = useShown();
  const { keep } = useListSetup();
  return [
    columns,
    (change) => {
      show(
        (shown) => {
          const wanted = change(shown.columns);
          keep((choice) => ({ ...choice, columns: wanted }));
          return { columns: wanted };
        },
        { replace: true },
      );
    },
  ];
}
