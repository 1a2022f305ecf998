import { describe, expect, it } from 'vitest';
import { headersOf } from '../api/uploading.ts';
import { acceptOf, type FileKind, objection, typeOf, typesInWords } from './choosing.ts';

const poster: FileKind = { kind: 'poster', types: 'image/jpeg, image/png', most_bytes: 1000 };
const video: FileKind = { kind: 'video', types: 'video/mp4, video/x-matroska, video/matroska', most_bytes: 1000 };

describe('a file', () => {
  it('is of the type that its name tells where the browser tells none', () => {
    expect(typeOf({ name: 'Film.MKV', type: '' })).toBe('video/x-matroska');
    expect(typeOf({ name: 'a.png', type: 'image/webp' })).toBe('image/webp');
    expect(typeOf({ name: 'notes', type: '' })).toBe('');
  });

  it('is refused for its type, its size, or for being empty', () => {
    expect(objection({ name: 'a.png', type: 'image/png', size: 1000 }, poster)).toBeUndefined();
    expect(objection({ name: 'a.gif', type: 'image/gif', size: 10 }, poster)).toBe('type');
    expect(objection({ name: 'a.png', type: 'image/png', size: 1001 }, poster)).toBe('size');
    expect(objection({ name: 'a.png', type: 'image/png', size: 0 }, poster)).toBe('empty');
  });
});

it('says the types as people call them, each once', () => {
  expect(typesInWords(video)).toBe('MP4, MATROSKA');
  expect(acceptOf(poster)).toBe('image/jpeg,image/png,.jpeg,.jpg,.png');
});

it('reads the header of an answer', () => {
  const headers = headersOf('content-type: application/json\r\nx-walcast-lsn: 0/1A\r\n');
  expect(headers.get('Content-Type')).toBe('application/json');
  expect(headers.get('X-Walcast-Lsn')).toBe('0/1A');
});
