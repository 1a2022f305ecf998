import { useState } from 'react';
import { type RaRecord, useListContext, useRefresh, useTranslate } from 'react-admin';
import { useClient } from '../api/ClientContext.tsx';
import { RequestError } from '../api/problem.ts';
import { requestOf } from '../history/undo.ts';
import { useUndoNotice } from '../history/UndoNotice.tsx';
import { asTheyAre, type BulkDone, changedMeanwhile, itemsOf } from './bulk.ts';
import { useListSetup } from './ListSetup.ts';

interface BulkRequest {
  /** 'update' or 'delete'. */
  verb: string;
  /** What is sent beside the items. */
  body: object;
  /** resources.<resource>.bulk.<done>: what was done to how many. */
  done: string;
}

export interface Bulk {
  busy: boolean;
  error: Error | undefined;
  /** Those that somebody else has changed, for which it was refused. */
  changed: RaRecord[];
  run: (request: BulkRequest) => Promise<void>;
}

/** Does something to all selected records, tells how it went with a way back, and lets go of the selection. */
export function useBulk(close: () => void): Bulk {
  const client = useClient();
  const translate = useTranslate();
  const refresh = useRefresh();
  const tell = useUndoNotice();
  const { versions } = useListSetup();
  const { resource, selectedIds, onUnselectItems } = useListContext();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<Error>();
  const changed = changedMeanwhile(error instanceof RequestError ? error : undefined);

  const run = async ({ verb, body, done }: BulkRequest) => {
    setBusy(true);
    try {
      const items = asTheyAre(itemsOf(selectedIds, versions), changed);
      const answer = await client.send<BulkDone>(`/api/admin/${resource}/bulk/${verb}`, { method: 'POST', body: { ...body, items } });
      const { changed: count, missing } = answer.data;
      const words = [translate(`resources.${resource}.bulk.${done}`, { smart_count: count })];
      if (missing.length > 0) words.push(translate('lists.bulk.missing', { smart_count: missing.length }));
      if (verb === 'update' && count + missing.length < items.length) words.push(translate('lists.bulk.unchanged', { smart_count: items.length - count - missing.length }));
      tell(words.join(' '), count === 0 ? '' : requestOf(answer.headers));
      onUnselectItems();
      close();
      refresh();
    } catch (refusal) {
      setError(refusal instanceof Error ? refusal : new Error(String(refusal)));
    }
    setBusy(false);
  };
  return { busy, error, changed, run };
}
