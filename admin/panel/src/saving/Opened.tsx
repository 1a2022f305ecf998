import { type RefObject, useEffect, useRef } from 'react';
import { useFormContext } from 'react-hook-form';
import type { FormErrors } from '../api/problem.ts';
import { typedSince } from './typed.ts';
import type { Stored } from './useSaving.ts';
import type { Values } from './values.ts';

/** What a form was opened with; a save opens it anew. */
export interface Opened {
  /** As the server has it; undefined where it is new. */
  record: Stored | undefined;
  /** What the form held when it was sent. What differs from that by now was typed meanwhile: it stays, not saved yet. */
  sent?: Values;
  /** What stands in the form in place of the record's own values. */
  instead?: Values;
  /** What is wrong with it. */
  errors?: FormErrors;
}

/** The form, from outside of it. */
export interface Inner {
  values: () => Values;
  restore?: () => void;
}

/**
 * react-admin's form begins anew with every record. Its effect runs after those within it and before those around it:
 * Remember, within, sees what was typed up to that moment; this, around it, puts it back. `then` follows.
 */
export function useInner(opened: Opened, then: (inner: Inner) => void): RefObject<Inner | null> {
  const inner = useRef<Inner>(null);
  const after = useRef(then);
  useEffect(() => {
    after.current = then;
  });
  useEffect(() => {
    if (inner.current?.restore === undefined) return;
    inner.current.restore();
    delete inner.current.restore;
    after.current(inner.current);
  }, [opened]);
  return inner;
}

export function Remember({ opened, fields, innerRef }: { opened: Opened; fields: readonly string[]; innerRef: RefObject<Inner | null> }) {
  const { getValues, setValue, setError } = useFormContext();
  useEffect(() => {
    const { sent, instead, errors = {} } = opened;
    const kept = { ...instead, ...(sent && typedSince(fields, sent, getValues())) };
    const restore = () => {
      for (const [field, value] of Object.entries(kept)) setValue(field, value, { shouldDirty: true });
      for (const [field, message] of Object.entries(errors)) {
        if (typeof message === 'string') setError(field, { type: 'server', message });
      }
    };
    innerRef.current = { values: getValues, restore };
  }, [opened, fields, innerRef, getValues, setValue, setError]);
  return null;
}
