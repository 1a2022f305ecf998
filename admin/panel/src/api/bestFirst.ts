// The order of what a search finds.

/** What the lists are sorted by as long as nobody has chosen anything else. */
const usual: Record<string, string> = { films: 'title', persons: 'full_name', genres: 'name' };

/** A search in a list's usual order has the best hits first; in any other order that is the order of the hits too. */
export function isBestFirst(resource: string, sort: { field: string; order: string } | undefined, filter: unknown): boolean {
  const q = (filter as { q?: unknown } | undefined)?.q;
  if (typeof q !== 'string' || q.trim() === '' || !(resource in usual)) return false;
  return sort === undefined || (sort.field === usual[resource] && sort.order === 'ASC');
}
