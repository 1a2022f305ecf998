// Takes back what was done, by the history: each object goes back to the state before the change.
import type { RaRecord } from 'react-admin';
import type { Answer, Client } from '../api/client.ts';
import { RequestError } from '../api/problem.ts';
import type { components } from '../api/types.ts';

type HistoryItem = components['schemas']['HistoryItem'];
type HistoryEntry = components['schemas']['HistoryEntry'];

/** A change that can be taken back: the X-Request-Id of its answer, and of how many objects. */
export interface Change {
  request: string;
  objectType: 'film' | 'genre' | 'person';
  count: number;
}

export interface Undone {
  reverted: number;
  /** Why the others are as they are. */
  refused: RequestError[];
}

const page = 500; // the server gives no more at once
const atOnce = 4;

/** What the answer to a change of `count` objects says that undo() needs; undefined where nothing was changed. */
export function changeOf(answer: Pick<Answer<unknown>, 'headers'>, resource: string, count: number): Change | undefined {
  const request = answer.headers.get('X-Request-Id');
  const objectType = ({ films: 'film', genres: 'genre', persons: 'person' } as const)[resource];
  return request === null || objectType === undefined || count === 0 ? undefined : { request, objectType, count };
}

/** The rows of the history that a change has made. */
export async function rowsOf(client: Client, { request, objectType, count }: Change): Promise<number[]> {
  const { name } = await client.session();
  const rows: number[] = [];
  for (let start = 0; rows.length < count; start += page) {
    const query = { object_type: objectType, actor: name, _start: start, _end: start + page };
    const { data } = await client.send<HistoryItem[]>('/api/admin/history', { query });
    const own = data.filter((item) => item.request_id === request);
    rows.push(...own.map(({ seq }) => seq));
    // The rows of a change follow one another; behind them is nothing more of it.
    if (data.length < page || (rows.length > 0 && own.length === 0)) break;
  }
  return rows;
}

/**
 * Brings one object back to what it was before a row of the history, unless somebody has changed it since: then it
 * throws a RequestError of status 412.
 */
export async function revert(client: Client, seq: number): Promise<Answer<RaRecord>> {
  const path = `/api/admin/history/${seq}`;
  const { data } = await client.send<HistoryEntry>(path);
  const version = (data.after as { version?: number } | null)?.version;
  return client.send<RaRecord>(`${path}/revert`, { method: 'POST', body: { state: 'before' }, version });
}

/** Takes a change back as far as possible; `told` hears how many objects are through. Throws where the history cannot be read. */
export async function undo(client: Client, change: Change, told: (done: number) => void): Promise<Undone> {
  const waiting = await rowsOf(client, change);
  const undone: Undone = { reverted: 0, refused: [] };
  const take = async () => {
    for (let seq = waiting.pop(); seq !== undefined; seq = waiting.pop()) {
      try {
        await revert(client, seq);
        undone.reverted += 1;
      } catch (error) {
        if (!(error instanceof RequestError)) throw error;
        undone.refused.push(error);
      }
      told(undone.reverted + undone.refused.length);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, take));
  return undone;
}
