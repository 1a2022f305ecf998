import { createContext, useContext, useEffect, useRef, useSyncExternalStore } from 'react';
import { isOpen, type Save, type Saves } from './saves.ts';

export const SavesContext = createContext<Saves | undefined>(undefined);

export function useSavesStore(): Saves {
  const saves = useContext(SavesContext);
  if (saves === undefined) throw new Error('there is no SavesContext above');
  return saves;
}

/** The last saves of this page, the newest first. */
export function useSaves(): readonly Save[] {
  const saves = useSavesStore();
  return useSyncExternalStore(saves.subscribe, saves.all);
}

/** Calls `then` when something that was saved from this page becomes searchable, or is gone from the search. */
export function useSearchable(then: () => void): void {
  const done = useSaves()
    .filter((save) => !isOpen(save))
    .map(({ key }) => key)
    .join();
  const seen = useRef(done);
  useEffect(() => {
    if (seen.current === done) return;
    seen.current = done;
    if (done !== '') then();
  }, [done, then]);
}
