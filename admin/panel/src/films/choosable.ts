// What a search for a genre or a person offers.
import type { Link } from '../api/types.ts';

export const captions = { genres: 'name', persons: 'full_name' } as const;

export type Choosable =
  /** `isTwin`: another one that was found has the same name. */
  | { kind: 'known'; link: Link; isTwin: boolean }
  | { kind: 'new'; name: string };

/**
 * Those that were found for `name`, and to make one of that name. Two people may have one name, two genres may not.
 * Without a name nothing is offered to be made.
 */
export function offered(resource: 'genres' | 'persons', found: readonly Link[], name: string): Choosable[] {
  const counts = new Map<string, number>();
  for (const { name: one = '' } of found) counts.set(plain(one), (counts.get(plain(one)) ?? 0) + 1);
  const known = found.map((link): Choosable => ({ kind: 'known', link, isTwin: (counts.get(plain(link.name ?? '')) ?? 0) > 1 }));
  const isTaken = resource === 'genres' && counts.has(plain(name));
  return name === '' || isTaken ? known : [...known, { kind: 'new', name: single(name) }];
}

/** Those of `found` that a search for `text` finds: what an answer to an earlier text has of them. */
export const having = (found: readonly Link[], text: string): Link[] => found.filter(({ name = '' }) => plain(name).includes(plain(text)));

/** Those of `found` that are called so, whatever the case and the spaces. */
export const called = (found: readonly Link[], wanted: string): Link[] => found.filter(({ name = '' }) => plain(name) === plain(wanted));

const single = (name: string): string => name.trim().replaceAll(/\s+/g, ' ');
const plain = (name: string): string => single(name).toLocaleLowerCase();
