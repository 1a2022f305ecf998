// Two people have changed one record: what each of them did, and the record that has it all.
import type { Link } from '../api/types.ts';
import { isLinks, isOrdered, isSame, linksChange, type Values } from './values.ts';

/** The three states: what both began with, what is in the form, what the server has by now. */
export interface Three {
  was: Values;
  mine: Values;
  theirs: Values;
}

/** `both`: of lists, what either side added, without what either side removed. */
export type Choice = 'mine' | 'theirs' | 'both';
export type Choices = Readonly<Record<string, Choice>>;

export interface FieldMerge {
  field: string;
  was: unknown;
  mine: unknown;
  theirs: unknown;
  /** Who changed it; `same`: both, to the same; `contested`: both, differently. */
  by: 'me' | 'them' | 'same' | 'contested';
  isList: boolean;
}

/** What happened to each of `fields`; those that nobody changed are left out. */
export function compare(fields: readonly string[], { was, mine, theirs }: Three): FieldMerge[] {
  return fields.flatMap((field) => {
    const states = { was: was[field], mine: mine[field], theirs: theirs[field] };
    const by = changedBy(states, isOrdered(field));
    const isList = [states.was, states.mine, states.theirs].some(isLinks);
    return by === undefined ? [] : [{ field, ...states, by, isList }];
  });
}

function changedBy({ was, mine, theirs }: { was: unknown; mine: unknown; theirs: unknown }, ordered: boolean): FieldMerge['by'] | undefined {
  if (isSame(mine, theirs, ordered)) return isSame(mine, was, ordered) ? undefined : 'same';
  if (isSame(mine, was, ordered)) return 'them';
  return isSame(theirs, was, ordered) ? 'me' : 'contested';
}

/** Those that a person has to choose in: a list keeps both sides' work unless told otherwise. */
export const undecided = (fields: readonly FieldMerge[], choices: Choices): string[] =>
  fields.filter(({ by, isList, field }) => by === 'contested' && !isList && choices[field] === undefined).map(({ field }) => field);

/** What a field is chosen to be, where nobody chose. */
export const choiceOf = ({ field, isList }: FieldMerge, choices: Choices): Choice | undefined => choices[field] ?? (isList ? 'both' : undefined);

/**
 * The record with both sides' changes, to be saved over `theirs`; what is in no form comes from there. A contested
 * field that nobody chose in stays as the server has it: see undecided() first.
 */
export function merged(fields: readonly string[], three: Three, choices: Choices): Values {
  const whole: Values = { ...three.theirs };
  for (const change of compare(fields, three)) {
    const choice = change.by === 'contested' ? choiceOf(change, choices) : change.by === 'me' ? 'mine' : 'theirs';
    whole[change.field] = valueOf(change, choice);
  }
  return whole;
}

function valueOf({ field, was, mine, theirs, isList }: FieldMerge, choice: Choice | undefined): unknown {
  if (choice === 'both') return bothLists(was, mine, theirs, isOrdered(field));
  if (choice !== 'mine') return theirs;
  return isList && isLinks(mine) ? renamed(mine, theirs) : mine;
}

/**
 * Each side's additions stay, each side's removals too. Of an ordered list the order is mine where I have moved somebody, else
 * theirs; whom the other side added stands behind who stood before them there.
 */
export function bothLists(was: unknown, mine: unknown, theirs: unknown, ordered = false): Link[] {
  const { added, removed } = linksChange(was, mine);
  const gone = new Set(removed.map(({ id }) => id));
  const kept = (isLinks(theirs) ? theirs : []).filter(({ id }) => !gone.has(id));
  const there = new Set(kept.map(({ id }) => id));
  const both = [...kept, ...added.filter(({ id }) => !there.has(id))];
  if (!ordered || !isLinks(mine) || !isLinks(theirs)) return both;
  const [base, other] = linksChange(was, mine, true).order === undefined ? [theirs, mine] : [mine, theirs];
  return woven(both, base, other);
}

/** The elements of `links`: those of `base` in its order, others of `other` behind their neighbour there. */
function woven(links: readonly Link[], base: readonly Link[], other: readonly Link[]): Link[] {
  const known = new Map(links.map((link) => [link.id, link] as const));
  const ids = base.map(({ id }) => id).filter((id) => known.has(id));
  for (const [at, { id }] of other.entries()) {
    if (ids.includes(id) || !known.has(id)) continue;
    const before = other.slice(0, at).findLast((one) => ids.includes(one.id));
    const place = before === undefined ? (at === 0 ? 0 : ids.length) : ids.indexOf(before.id) + 1;
    ids.splice(place, 0, id);
  }
  return ids.flatMap((id) => known.get(id) ?? []);
}

/** The names as the server has them now: a person may have been renamed meanwhile. */
function renamed(links: readonly Link[], newer: unknown): Link[] {
  const names = new Map(isLinks(newer) ? newer.map((link) => [link.id, link] as const) : []);
  return links.map((link) => names.get(link.id) ?? link);
}
