import { createContext, useContext } from 'react';
import type { SessionEnd } from './SessionEnd.ts';

export const SessionEndContext = createContext<SessionEnd | undefined>(undefined);

export function useSessionEnd(): SessionEnd {
  const end = useContext(SessionEndContext);
  if (end === undefined) throw new Error('there is no SessionEndContext above');
  return end;
}
