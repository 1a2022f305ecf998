import { createContext, useContext } from 'react';

/** Whether the form is only read, by who may not save. */
export const Reading = createContext(false);

const untouchable = { disabled: false, slotProps: { input: { readOnly: true }, select: { readOnly: true } } };
const usual = {};

/** What every input of a form is given: who only reads it sees its values as clearly as who edits, and can select them. */
export function useReading(): Partial<typeof untouchable> {
  return useContext(Reading) ? untouchable : usual;
}
