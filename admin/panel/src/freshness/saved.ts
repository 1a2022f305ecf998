// What a change of this page was, so far as it concerns a document of an index.
import type { Change } from '../api/client.ts';
import { isResource, type Resource } from './types.ts';

export interface Saved {
  kind: 'created' | 'changed' | 'deleted';
  resource: Resource;
  /** The document that is looked for; of several, the first. */
  id: string;
  /** How many were changed at once. */
  count: number;
  /** What the record is called; '' where the change does not tell. */
  caption: string;
  lsn: string;
}

type Members = Record<string, unknown>;

/** Undefined for what leaves the catalogue as it was: users, operations, an import on trial. */
export function savedBy(change: Change): Saved | undefined {
  const [resource, place, rest] = change.path.replace(/^\/api\/admin\//, '').split('?')[0]?.split('/') ?? [];
  if (resource === 'history' && rest === 'revert') return revived(change);
  if (resource === 'history' && place === 'undo') return undone(change);
  if (!isResource(resource)) return undefined;
  if (place === 'bulk') return ofMany(change, resource, rest === 'delete');
  // An import is a POST to a place, and so is having a document written again.
  if (rest !== undefined || (place !== undefined && change.method === 'POST')) return undefined;
  const record = members(change.data) ?? members(change.before) ?? {};
  if (place === undefined) return { ...one(change, resource, record), kind: 'created' };
  const kind = change.method === 'DELETE' ? 'deleted' : 'changed';
  return { ...one(change, resource, { ...record, id: decodeURIComponent(place) }), kind };
}

function one(change: Change, resource: Resource, record: Members): Omit<Saved, 'kind'> {
  return { resource, id: text(record.id), count: 1, caption: captionOf(record), lsn: change.lsn };
}

function ofMany(change: Change, resource: Resource, deleted: boolean): Saved | undefined {
  const items = members(change.body)?.items;
  const ids = Array.isArray(items) ? items.map((item) => text(members(item)?.id)) : [];
  const missing = members(change.data)?.missing;
  const there = ids.filter((id) => !(Array.isArray(missing) && missing.includes(id)));
  const [id] = there;
  if (id === undefined) return undefined;
  return { kind: deleted ? 'deleted' : 'changed', resource, id, count: there.length, caption: '', lsn: change.lsn };
}

/** The answer to an undo names the first of those that are as they were. */
function undone(change: Change): Saved | undefined {
  const told = members(members(change.data)?.undone);
  const first = members(Array.isArray(told?.first) ? told.first[0] : undefined);
  const resource = `${text(first?.object_type)}s`;
  if (first === undefined || !isResource(resource)) return undefined;
  const count = Number(told?.count);
  const caption = count === 1 ? text(first.object_name) : '';
  return { kind: first.deleted === true ? 'deleted' : 'changed', resource, id: text(first.object_id), count, caption, lsn: change.lsn };
}

/** The answer to a revert is the record as it is now, which tells by its name what it is. */
function revived(change: Change): Saved | undefined {
  const record = members(change.data) ?? {};
  if (text(record.id) === '') return undefined;
  const resource = 'title' in record ? 'films' : 'full_name' in record ? 'persons' : 'genres';
  return captionOf(record) === '' ? undefined : { ...one(change, resource, record), kind: 'changed' };
}

const captionOf = (record: Members): string => text(record.title) || text(record.full_name) || text(record.name);
const text = (value: unknown): string => (typeof value === 'string' ? value : '');

function members(value: unknown): Members | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Members) : undefined;
}
