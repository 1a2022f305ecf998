// What may be uploaded: looked at before anything is sent. The server looks again, and into the content.
import type { components } from '../api/types.ts';

export type FilmFile = components['schemas']['FilmFile'];
export type FilmFiles = components['schemas']['FilmFiles'];
export type FileKind = FilmFiles['kinds'][number];

const byEnding: Record<string, string> = {
  avif: 'image/avif',
  jpeg: 'image/jpeg',
  jpg: 'image/jpeg',
  m4v: 'video/mp4',
  mkv: 'video/x-matroska',
  mp4: 'video/mp4',
  png: 'image/png',
  webm: 'video/webm',
  webp: 'image/webp',
};

/** Browsers do not know all of these types; what a file is called tells then. */
export function typeOf({ name, type }: { name: string; type: string }): string {
  const ending = name.slice(name.lastIndexOf('.') + 1).toLowerCase();
  return type === '' || type === 'video/x-m4v' ? (byEnding[ending] ?? type) : type;
}

/** "JPEG, PNG, WEBP", as people call the types. */
export function typesInWords({ types }: FileKind): string {
  const words = types.split(', ').map((type) => type.replace(/^.*\/(x-)?/, '').toUpperCase());
  return [...new Set(words)].join(', ');
}

export type Objection = 'type' | 'size' | 'empty';

/** Why a file cannot be one of this kind; undefined where it may. */
export function objection(file: { name: string; type: string; size: number }, kind: FileKind): Objection | undefined {
  if (!kind.types.split(', ').includes(typeOf(file))) return 'type';
  if (file.size === 0) return 'empty';
  return file.size > kind.most_bytes ? 'size' : undefined;
}

/** For the browser's dialog of files: types, and the endings of those that it may not know. */
export function acceptOf({ types }: FileKind): string {
  const endings = Object.entries(byEnding).filter(([, type]) => types.split(', ').includes(type)).map(([ending]) => `.${ending}`);
  return [...types.split(', '), ...endings].join(',');
}

export const placeOf = (film: string, kind: string): string => `/api/admin/films/${encodeURIComponent(film)}/files/${kind}`;
