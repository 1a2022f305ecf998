// What a deletion reaches, and whether it is so much that one has to type what one means.
import type { components } from '../api/types.ts';

export type Deletion = components['schemas']['Deletion'];
type Names = components['schemas']['DeletionNames'];
export type IndexName = keyof Deletion['documents'];

/** From so many index documents on a deletion is a large one. */
const large = 25;

export interface IndexEffect {
  index: IndexName;
  kind: 'removed' | 'changed';
  names: Names;
}

/** What happens to the indices; what stays as it is is left out. */
export function indexEffects({ documents }: Deletion): IndexEffect[] {
  const indices: IndexName[] = ['movies', 'genres', 'persons'];
  const kinds = ['removed', 'changed'] as const;
  return indices.flatMap((index) =>
    kinds.map((kind) => ({ index, kind, names: documents[index][kind] })).filter(({ names }) => names.count > 0),
  );
}

export const documentsOf = (deletion: Deletion): number => indexEffects(deletion).reduce((sum, { names }) => sum + names.count, 0);

export const linksOf = ({ links }: Deletion): number => links.reduce((sum, { count }) => sum + count, 0);

export const isLarge = (deletion: Deletion): boolean => documentsOf(deletion) >= large || linksOf(deletion) >= 2 * large;
