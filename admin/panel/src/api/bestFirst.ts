// The order of what a search finds.

/** What the lists are sorted by as long as nobody has chosen anything else. */
export const usualOrder = {
  films: { field: 'title', order: 'ASC' },
  persons: { field: 'full_name', order: 'ASC' },
  genres: { field: 'name', order: 'ASC' },
} as const;

/** A search in a list's usual order has the best hits first; in any other order that is the order of the hits too. */
export function isBestFirst(resource: string, sort: { field: string; order: string } | undefined, filter: unknown): boolean {
  const q = (filter as { q?: unknown } | undefined)?.q;
  if (typeof q !== 'string' || q.trim() === '' || !(resource in usualOrder)) return false;
  const usual = usualOrder[resource as keyof typeof usualOrder];
  return sort === undefined || (sort.field === usual.field && sort.order === usual.order);
}
