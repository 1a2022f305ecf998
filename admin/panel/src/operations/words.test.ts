import { expect, it } from 'vitest';
import { RequestError } from '../api/problem.ts';
import { errorWords, problemWords } from './words.ts';

it('makes sentences of what walcast says', () => {
  const error = new RequestError({ type: 'about:blank', title: '', status: 409, detail: 'the stream is paused: no index can be filled', hint: 'Let it go on first: walcast resume.', request_id: '' });
  expect(errorWords(error)).toBe('The stream is paused: no index can be filled. Let it go on first: walcast resume.');
  expect(errorWords(new TypeError('broken'))).toBe('broken');
});

it.each([undefined, null, 3, {}, { detail: 7 }])('says nothing of %j', (problem) => {
  expect(problemWords(problem)).toBe('');
});
