import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { useTranslate } from 'react-admin';
import { useClient } from '../api/ClientContext.tsx';
import { applyInBatches, applyWhole, type Ending, kindOf, largestFile, look, type Mode, type Progress, type Report } from './importing.ts';
import { rowLines } from './rowLines.ts';

/** The line of each row of a CSV file with faults. */
export type Lines = readonly number[] | undefined;

export type ImportState =
  | { step: 'choose'; error?: unknown }
  | { step: 'looking'; file: File }
  | { step: 'found'; file: File; report: Report; lines: Lines; error?: unknown }
  | { step: 'running'; file: File; mode: Mode; progress?: Progress }
  | { step: 'ended'; ending: Ending };

/** Where an import is, and what leads on. Leaving the page stops what is under way. */
export function useImport(resource: string) {
  const client = useClient();
  const queries = useQueryClient();
  const translate = useTranslate();
  const [state, setState] = useState<ImportState>({ step: 'choose' });
  const abort = useRef<AbortController | undefined>(undefined);
  useEffect(() => () => { abort.current?.abort(); }, []);

  const begin = () => {
    abort.current = new AbortController();
    return abort.current.signal;
  };

  const choose = async (file: File) => {
    const wrong = kindOf(file) === undefined ? 'imports.other_kind' : file.size > largestFile ? 'imports.too_large' : undefined;
    if (wrong !== undefined) {
      setState({ step: 'choose', error: new Error(translate(wrong)) });
      return;
    }
    const signal = begin();
    setState({ step: 'looking', file });
    try {
      const report = await look(client, { resource, file, signal });
      const lines = report.faults.length > 0 && kindOf(file) === 'csv' ? rowLines(await file.text()) : undefined;
      setState({ step: 'found', file, report, lines });
    } catch (error) {
      if (!signal.aborted) setState({ step: 'choose', error });
    }
  };

  const apply = async ({ file, report, lines }: Extract<ImportState, { step: 'found' }>, mode: Mode) => {
    const signal = begin();
    setState({ step: 'running', file, mode });
    try {
      const ending =
        mode === 'batches'
          ? await applyInBatches(client, { resource, file, signal }, (progress) => {
              setState({ step: 'running', file, mode, progress });
            })
          : endingOf(await applyWhole(client, { resource, file, signal }));
      setState({ step: 'ended', ending });
      await queries.invalidateQueries();
    } catch (error) {
      if (signal.aborted) setState({ step: 'choose' });
      else setState({ step: 'found', file, report, lines, error });
    }
  };

  return {
    state,
    choose: (file: File) => void choose(file),
    apply: (mode: Mode) => {
      if (state.step === 'found') void apply(state, mode);
    },
    stop: () => {
      abort.current?.abort();
    },
    again: () => {
      setState({ step: 'choose' });
    },
  };
}

function endingOf({ rows, created, updated, unchanged }: Report): Ending {
  return { progress: { done: rows, of: rows, created, updated, unchanged }, problem: undefined, stopped: false };
}
