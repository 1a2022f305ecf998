import type { Film } from '../api/types.ts';

export const filmTypes: { id: Film['type']; name: string }[] = [
  { id: 'movie', name: 'resources.films.types.movie' },
  { id: 'tv_show', name: 'resources.films.types.tv_show' },
];
