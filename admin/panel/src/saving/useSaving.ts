import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useLocaleState, useTranslate } from 'react-admin';
import type { Answer } from '../api/client.ts';
import { useClient } from '../api/ClientContext.tsx';
import { useSessionEnd } from '../api/SessionEndContext.tsx';
import { type FormErrors, inWords, RequestError } from '../api/problem.ts';
import { requestOf } from '../history/undo.ts';
import type { Three } from './merge.ts';
import { bodyOf, flatErrors, type Subject } from './subjects.ts';
import type { Values } from './values.ts';

/** What is done after a save; `copy` saves as a new record. */
export type After = 'list' | 'stay' | 'another' | 'copy';

export interface Saved {
  record: Stored;
  /** What the form held when it was sent; of a conflict's outcome, what it held before the conflict. */
  sent: Values;
  after: After;
  /** See history/undo.ts. */
  request: string;
}

/** A record as the server has it. */
export type Stored = Values & { id: string; version: number };

export interface Conflict extends Three {
  theirs: Stored;
  /** What the form held when it was sent. */
  sent: Values;
  after: After;
  /** It is the second one, or a later one: what was chosen in those before is in `mine`. */
  again: boolean;
}

export interface Saving {
  busy: boolean;
  /** Why nothing was saved, where that is not a matter of fields. */
  refusal: string | undefined;
  conflict: Conflict | undefined;
  /** Errors of fields; undefined where there are none. */
  save: (values: Values, after: After) => Promise<FormErrors | undefined>;
  /** Saves what came of a conflict, with the same outcome; it may bring the next conflict. */
  resolve: (values: Values) => Promise<FormErrors | undefined>;
  giveUp: () => void;
}

/** Saves records of a subject as the version that `opened` is; without it makes new ones. `done` hears of each. */
export function useSaving(subject: Subject, opened: Stored | undefined, done: (saved: Saved) => void): Saving {
  const client = useClient();
  const end = useSessionEnd();
  const queries = useQueryClient();
  const translate = useTranslate();
  const [locale] = useLocaleState();
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<{ text: string; locale: string }>();
  const [conflict, setConflict] = useState<Conflict>();
  const { resource } = subject;

  const send = (values: Values, base: Stored | undefined): Promise<Answer<Stored>> => {
    const body = bodyOf(subject, values);
    if (base === undefined) return client.send(`/api/admin/${resource}`, { method: 'POST', body });
    return client.send(`/api/admin/${resource}/${base.id}`, { method: 'PUT', body, version: base.version });
  };

  const attempt = async (values: Values, base: Stored | undefined, { sent, after }: Pick<Saved, 'sent' | 'after'>): Promise<FormErrors | undefined> => {
    setBusy(true);
    setRefusal(undefined);
    try {
      const { data: record, headers } = await send(values, base);
      setConflict(undefined);
      queries.setQueryData([resource, 'getOne', { id: record.id, meta: undefined }], record);
      void queries.invalidateQueries({ predicate: ({ queryKey }) => queryKey[1] !== 'getOne' || queryKey[0] !== resource });
      done({ record, sent, after, request: requestOf(headers) });
      return undefined;
    } catch (error) {
      if (!(error instanceof RequestError)) throw error;
      if (error.status === 412 && base !== undefined) {
        setConflict({ was: base, mine: values, theirs: error.problem.current as Stored, sent, after, again: conflict !== undefined });
        return undefined;
      }
      const isOver = error.status === 401;
      if (isOver) end.tell();
      const errors = (error.body as { errors?: FormErrors } | undefined)?.errors;
      const gone = error.status === 404 && base !== undefined;
      // Otherwise the dialog stays: the same choices can be saved again.
      if (errors !== undefined || gone) setConflict(undefined);
      const text = gone ? translate('saving.gone') : isOver ? translate('saving.session') : inWords(error);
      setRefusal({ text, locale });
      return errors === undefined ? undefined : flatErrors(errors, values);
    } finally {
      setBusy(false);
    }
  };

  return {
    busy,
    // In another language it would be a sentence that the page does not speak.
    refusal: refusal?.locale === locale ? refusal.text : undefined,
    conflict,
    save: (values, after) => attempt(values, after === 'copy' ? undefined : opened, { sent: values, after }),
    resolve: (values) => (conflict === undefined ? Promise.resolve(undefined) : attempt(values, conflict.theirs, conflict)),
    giveUp: () => {
      setConflict(undefined);
    },
  };
}
