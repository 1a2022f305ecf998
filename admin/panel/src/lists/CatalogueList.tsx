import { useEffect, useRef, useState, type ReactNode } from 'react';
import { ListBase, type RaRecord, type SortPayload, useListContext, useResourceContext } from 'react-admin';
import { Navigate, useLocation } from 'react-router-dom';
import { usePreferences } from '../api/preferences.ts';
import { Empty } from '../ui/Empty.tsx';
import { Loading } from '../ui/Loading.tsx';
import { chosenColumns, type Column } from './columns.ts';
import { ListFrame } from './ListFrame.tsx';
import { ListSetupContext } from './ListSetup.ts';
import { type ListChoice, listChoice, searchOf, withChoice } from './views.ts';

interface CatalogueListProps<Row> {
  /** All there are; the first names the record and cannot be taken away. */
  columns: readonly Column<Row>[];
  sort: SortPayload;
  /** The second line of a record on a phone. */
  brief: (row: Row) => ReactNode;
  /** What filters: the sidebar. */
  filters: ReactNode;
  /** The filters that act, each to be removed. */
  chips: ReactNode;
  /** What can be done with the selected ones. */
  actions: ReactNode;
}

/** The page of a list: search, filters, columns, order, views, selection. All that is seen stands in the address. */
export function CatalogueList<Row extends RaRecord>(props: CatalogueListProps<Row>) {
  const resource = useResourceContext() ?? '';
  const { preferences, change } = usePreferences();
  if (preferences === undefined) return <Loading />;
  const keep = (made: (choice: ListChoice) => ListChoice) => {
    change((all) => withChoice(all, resource, made(listChoice(all, resource))));
  };
  return <Opened {...props} key={resource} resource={resource} choice={listChoice(preferences, resource)} keep={keep} />;
}

/** Why there are no rows stands in their place; no notice says it once more. */
const saidInPlace = { onError: () => undefined };

interface OpenedProps<Row> extends CatalogueListProps<Row> {
  resource: string;
  choice: ListChoice;
  keep: (made: (choice: ListChoice) => ListChoice) => void;
}

function Opened<Row extends RaRecord>({ resource, choice, keep, columns, sort, ...parts }: OpenedProps<Row>) {
  // What the list begins with stays as it was when the page opened: choosing later goes by the address.
  const [first] = useState(() => ({
    sort: choice.sort === undefined ? sort : { field: choice.sort, order: (choice.order ?? 'ASC') as SortPayload['order'] },
    perPage: choice.perPage ?? 25,
  }));
  const [versions] = useState(() => new Map<RaRecord['id'], number>());
  const searchBox = useRef<HTMLInputElement>(null);
  const count = useRef<HTMLElement>(null);
  const preset = usePreset(resource, choice);
  if (preset !== undefined) {
    const shown = { ...preset, columns: chosenColumns(columns, preset.columns) };
    return <Navigate replace to={{ search: searchOf(shown, first.perPage) }} />;
  }
  return (
    <ListSetupContext value={{ columns: columns as readonly Column<RaRecord>[], choice, keep, versions, searchBox, count }}>
      <ListBase sort={first.sort} perPage={first.perPage} empty={<Empty />} exporter={false} queryOptions={saidInPlace}>
        <Versions versions={versions} />
        <ListFrame {...parts} brief={parts.brief as (row: RaRecord) => ReactNode} />
      </ListBase>
    </ListSetupContext>
  );
}

/** The view that the list opens with, when it is opened for the first time in this tab and the address says nothing. */
function usePreset(resource: string, { views, preset }: ListChoice) {
  const { search } = useLocation();
  const key = `walcast.opened.${resource}`;
  const [fresh] = useState(() => sessionStorage.getItem(key) === null);
  const [bare] = useState(search === '');
  useEffect(() => {
    sessionStorage.setItem(key, 'yes');
  }, [key]);
  return fresh && bare && search === '' ? views.find(({ name }) => name === preset) : undefined;
}

/** Remembers which version of a row was on the screen: a change of many names it, so that nobody's edit is lost. */
function Versions({ versions }: { versions: Map<RaRecord['id'], number> }) {
  const { data } = useListContext<RaRecord & { version?: number }>();
  useEffect(() => {
    for (const { id, version } of data ?? []) if (version !== undefined) versions.set(id, version);
  }, [data, versions]);
  return null;
}
