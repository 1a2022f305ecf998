// Undoing what one request did, be it a save, a deletion or a change of many: the server does it, all at once.
import type { Client } from '../api/client.ts';
import { RequestError } from '../api/problem.ts';
import type { components } from '../api/types.ts';

type Objects = components['schemas']['UndoneObjects'];

/** How one request is known in the history: what an answer's headers say. */
export const requestOf = (headers: Headers): string => headers.get('X-Request-Id') ?? '';

export interface Undone {
  /** How many objects are as they were. */
  done: number;
  /** How many stay as they are: somebody has changed them since, or they cannot be as they were. */
  kept: number;
  /** The first of those, with the reason in words. */
  first?: { name: string; why: string };
  /** Nothing was done, for the sake of those that would stay; so many could be undone without them. */
  others?: number;
}

/**
 * Puts back all that the signed-in user's request `request` changed: what was made is deleted, everything else gets the
 * state before. Where something was changed since, nothing is undone, or with `leave` all the rest. Throws RequestError
 * where it cannot be done at all.
 */
export async function undo(client: Client, request: string, leave = false): Promise<Undone> {
  if (request === '') return { done: 0, kept: 0 };
  try {
    const body = { request, leave_changed: leave };
    const { data } = await client.send<components['schemas']['HistoryUndone']>('/api/admin/history/undo', { method: 'POST', body });
    return { done: data.undone.count, ...keptOf(data.left) };
  } catch (error) {
    if (!(error instanceof RequestError)) throw error;
    if (error.status === 404) return { done: 0, kept: 0 };
    const { left, total } = error.problem as { left?: Objects; total?: number };
    if (left === undefined || total === undefined) throw error;
    return { done: 0, ...keptOf(left), others: total - left.count };
  }
}

function keptOf({ count, first: [first] }: Objects): Pick<Undone, 'kept' | 'first'> {
  return first === undefined ? { kept: count } : { kept: count, first: { name: first.object_name, why: first.why ?? '' } };
}
