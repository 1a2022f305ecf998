// What react-admin remembers: in the browser, for the next visit. A selection is for this page alone: it would be
// another tab's, too, and after a reload be there without having been seen.
import { localStorageStore, memoryStore, type Store } from 'react-admin';

const selection = /\.selected(Ids|Filter)(\.|$)/;

/** What belongs to who looks at the lists: how they were last shown, and what is selected in them. */
export const isOfLists = (key: string): boolean => key.endsWith('.listParams') || selection.test(key);

export function panelStore(kept: Store = localStorageStore(undefined, 'walcast')): Store {
  const passing = memoryStore();
  const of = (key: string) => (selection.test(key) ? passing : kept);
  const both = [kept, passing];
  return {
    setup: () => {
      for (const store of both) store.setup();
      // Selections that an earlier version of the panel has left behind.
      for (const key of Object.keys(kept.listItems?.() ?? {})) if (selection.test(key)) kept.removeItem(key);
    },
    teardown: () => {
      for (const store of both) store.teardown();
    },
    getItem: (key, otherwise) => of(key).getItem(key, otherwise),
    setItem: (key, value) => {
      of(key).setItem(key, value);
    },
    removeItem: (key) => {
      of(key).removeItem(key);
    },
    removeItems: (prefix) => {
      for (const store of both) store.removeItems(prefix);
    },
    reset: () => {
      for (const store of both) store.reset();
    },
    subscribe: (key, callback) => of(key).subscribe(key, callback),
    listItems: (prefix) => ({ ...kept.listItems?.(prefix), ...passing.listItems?.(prefix) }),
  };
}
