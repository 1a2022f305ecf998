import { describe, expect, it } from 'vitest';
import type { FoundFilm } from '../api/types.ts';
import { addressOf, askedBy, queryOf, toggled } from './asked.ts';
import { changesBetween } from './changes.ts';
import { markedNames, markedText, piecesOf } from './highlights.ts';

describe('highlights', () => {
  it('become pieces of plain text', () => {
    expect(piecesOf('The <em>Red</em> Planet')).toEqual([
      { text: 'The ', marked: false },
      { text: 'Red', marked: true },
      { text: ' Planet', marked: false },
    ]);
  });

  it('show markup that stands in a text as text', () => {
    expect(piecesOf('&lt;b&gt; &amp;lt; <em>&quot;O&#x27;Hara&quot;</em> a&#x2F;b')).toEqual([
      { text: '<b> &lt; ', marked: false },
      { text: '"O\'Hara"', marked: true },
      { text: ' a/b', marked: false },
    ]);
  });

  it('stand in place of the text where there are any', () => {
    expect(markedText('Plain', undefined)).toEqual([{ text: 'Plain', marked: false }]);
    expect(markedText('Plain', ['<em>Plain</em>'])).toEqual([{ text: 'Plain', marked: true }]);
  });

  it('put the names that were searched for first, however many there are', () => {
    const { shown, more } = markedNames(['Ann', 'Bob', 'Cid', 'Dan'], ['<em>Dan</em>'], 2);
    expect(shown.map((pieces) => pieces.map(({ text }) => text).join(''))).toEqual(['Dan', 'Ann']);
    expect(more).toBe(2);
  });
});

describe('the address', () => {
  it('says all that is asked, and is read again', () => {
    const asked = { query: 'red star', genres: ['Drama', 'Sci-Fi'], types: ['movie'], decade: 1970, rating: 7, page: 3 };
    expect(askedBy(addressOf(asked))).toEqual(asked);
    expect(queryOf(asked)).toEqual({ query: 'red star', genre: ['Drama', 'Sci-Fi'], type: ['movie'], rating_from: 7, year_from: 1970, year_to: 1979, page: 3 });
  });

  it('may hold nonsense, which is not asked for', () => {
    expect(askedBy(new URLSearchParams('type=opera&decade=soon&rating_from=99&page=-1'))).toEqual({ query: '', genres: [], types: [], decade: null, rating: null, page: 1 });
    expect(addressOf(askedBy(new URLSearchParams())).toString()).toBe('');
  });

  it('gains and loses a filter', () => {
    expect(toggled(['a'], 'b')).toEqual(['a', 'b']);
    expect(toggled(['a', 'b'], 'a')).toEqual(['b']);
  });
});

it('knows what an edit has changed of the hits, but not by their marks', () => {
  const film = (id: string, title: string, marks = {}) => ({ id, title, highlights: marks }) as FoundFilm;
  const { hits, gone } = changesBetween([film('a', 'A'), film('b', 'B'), film('c', 'C')], [film('a', 'A', { title: ['<em>A</em>'] }), film('b', 'B2'), film('d', 'D')]);
  expect([...hits]).toEqual([
    ['b', 'changed'],
    ['d', 'new'],
  ]);
  expect(gone).toBe(1);
});
