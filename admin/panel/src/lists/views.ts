// What a user has chosen for a list: its columns, order and page size as they were left, and views saved by name. It
// comes from the server or the browser as it was once put there, so all of it is looked at before it is used.
import type { SortPayload } from 'react-admin';
import { addressOf } from './address.ts';
import { type Filter, sameFilter } from './filter.ts';
import { keysOf } from './sort.ts';

export interface View {
  name: string;
  filter: Filter;
  sort: string;
  order: string;
  columns: string[];
}

export interface ListChoice {
  columns?: string[];
  sort?: string;
  order?: string;
  perPage?: number;
  views: View[];
  /** The name of the view that the list opens with. */
  preset?: string;
}

export type Preferences = Readonly<Record<string, unknown>>;

export const mostViews = 50;
export const longestName = 100;

export function listChoice(preferences: Preferences, resource: string): ListChoice {
  const kept = objectOf(objectOf(preferences.lists)[resource]);
  const views = (Array.isArray(kept.views) ? kept.views : []).map(viewOf).filter((view) => view !== undefined);
  return {
    columns: textsOf(kept.columns),
    sort: textOf(kept.sort),
    order: textOf(kept.order),
    perPage: typeof kept.perPage === 'number' && kept.perPage >= 1 && kept.perPage <= 1000 ? kept.perPage : undefined,
    views: views.slice(0, mostViews),
    preset: views.find(({ name }) => name === kept.preset)?.name,
  };
}

/** All preferences with another choice for one list. */
export function withChoice(preferences: Preferences, resource: string, choice: ListChoice): Preferences {
  return { ...preferences, lists: { ...objectOf(preferences.lists), [resource]: choice } };
}

/** Puts a view beside the others, or in place of the one that has its name. */
export function savedView(choice: ListChoice, view: View): ListChoice {
  const there = choice.views.some(({ name }) => name === view.name);
  const views = there ? choice.views.map((one) => (one.name === view.name ? view : one)) : [...choice.views, view];
  return { ...choice, views: views.slice(0, mostViews) };
}

export function renamedView(choice: ListChoice, from: string, to: string): ListChoice {
  const views = choice.views.map((view) => (view.name === from ? { ...view, name: to } : view));
  return { ...choice, views, preset: choice.preset === from ? to : choice.preset };
}

export function deletedView(choice: ListChoice, name: string): ListChoice {
  return { ...choice, views: choice.views.filter((view) => view.name !== name), preset: choice.preset === name ? undefined : choice.preset };
}

/** The list opens with this view from now on; with none where it was this one. */
export function presetView(choice: ListChoice, name: string): ListChoice {
  return { ...choice, preset: choice.preset === name ? undefined : name };
}

/** The part of the address behind "?" that shows a view. */
export function searchOf(view: View, perPage: number): string {
  const { filter, sort, order, columns } = view;
  return addressOf({ filter, keys: keysOf({ field: sort, order: order as SortPayload['order'] }), page: 1, perPage, columns });
}

export function sameView(one: Omit<View, 'name'>, other: Omit<View, 'name'>): boolean {
  return (
    one.sort === other.sort &&
    one.order === other.order &&
    one.columns.join() === other.columns.join() &&
    sameFilter(one.filter, other.filter)
  );
}

function viewOf(value: unknown): View | undefined {
  const { name, filter, sort, order, columns } = objectOf(value);
  const words = textsOf(columns);
  if (typeof name !== 'string' || name === '' || typeof sort !== 'string' || typeof order !== 'string' || words === undefined) return undefined;
  return { name: name.slice(0, longestName), filter: objectOf(filter), sort, order, columns: words };
}

function objectOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
}

const textOf = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

function textsOf(value: unknown): string[] | undefined {
  return Array.isArray(value) && value.every((one) => typeof one === 'string') ? value : undefined;
}
