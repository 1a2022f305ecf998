// Changes of many records at once: what is sent, and what a refusal says about them.
import type { Identifier, RaRecord } from 'react-admin';
import type { RequestError } from '../api/problem.ts';
import type { components } from '../api/types.ts';

export type BulkItem = components['schemas']['BulkItem'];
export type BulkDone = components['schemas']['BulkDone'];

/** Each with the version that was on the screen, where it was: so that nobody's edit of meanwhile is lost. */
export function itemsOf(ids: readonly Identifier[], versions: ReadonlyMap<Identifier, number>): BulkItem[] {
  return ids.map((id) => ({ id: String(id), version: versions.get(id) }));
}

/** The present states of the records that somebody else has changed, where that is why it was refused. */
export function changedMeanwhile(error: RequestError | undefined): RaRecord[] {
  const current: unknown = error?.status === 412 ? error.problem.current : undefined;
  return Array.isArray(current) ? (current as RaRecord[]).filter(({ id }) => typeof id === 'string') : [];
}

/** The same items as the versions that they have now: it shall be done all the same. */
export function asTheyAre(items: readonly BulkItem[], current: readonly RaRecord[]): BulkItem[] {
  const now = new Map(current.map(({ id, version }) => [id, version as number]));
  return items.map(({ id, version }) => ({ id, version: now.get(id) ?? version }));
}
