// Undoing what one request did, be it a save, a deletion or a change of many: the history names the request of each row.
import type { Client } from '../api/client.ts';
import { inWords, RequestError } from '../api/problem.ts';
import { type HistoryEntry, type HistoryItem, resourceOf } from './types.ts';

/** How one request is known in the history: what an answer's headers say. */
export const requestOf = (headers: Headers): string => headers.get('X-Request-Id') ?? '';

export interface Undone {
  /** How many objects are as they were. */
  done: number;
  /** Those that somebody has changed since, or that cannot be as they were: each with the reason in words. */
  kept: { name: string; why: string }[];
}

/** Of one answer of the server. */
const page = 500;
/** A request changes no more objects than this; what is older is left to the history's page. */
const furthest = 10_000;

/**
 * Puts back all that the signed-in user's request `request` changed, the last change first: what was made is deleted,
 * everything else gets the state before. What somebody has changed since is left alone. Throws RequestError where
 * the history cannot be read.
 */
export async function undo(client: Client, request: string): Promise<Undone> {
  const undone: Undone = { done: 0, kept: [] };
  for (const item of await rowsOf(client, request)) {
    try {
      await putBack(client, item);
      undone.done += 1;
    } catch (error) {
      if (!(error instanceof RequestError) || error.status === 401) throw error;
      undone.kept.push({ name: item.object_name, why: inWords(error) });
    }
  }
  return undone;
}

/** The rows of one request stand together: they are written at the end of its transaction. */
async function rowsOf(client: Client, request: string): Promise<HistoryItem[]> {
  const { name } = await client.session();
  const found: HistoryItem[] = [];
  for (let start = 0; start < furthest && request !== ''; start += page) {
    const { data } = await client.send<HistoryItem[]>('/api/admin/history', {
      query: { actor: name, _start: start, _end: start + page },
    });
    const rows = data.filter((item) => item.request_id === request);
    found.push(...rows);
    const isOver = data.at(-1)?.request_id !== request && found.length > 0;
    if (isOver || data.length < page) break;
  }
  return found;
}

async function putBack(client: Client, { seq, object_type, object_id }: HistoryItem): Promise<void> {
  const { data: entry } = await client.send<HistoryEntry>(`/api/admin/history/${seq}`);
  const version = entry.after?.version;
  if (entry.before === null) {
    await client.send(`/api/admin/${resourceOf[object_type] ?? object_type}/${object_id}`, { method: 'DELETE', version });
    return;
  }
  await client.send(`/api/admin/history/${seq}/revert`, { method: 'POST', body: { state: 'before' }, version });
}
