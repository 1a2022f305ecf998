import { describe, expect, it } from 'vitest';
import { arranged, chosenColumns, movedColumn, toggledColumn } from './columns.ts';

const known = [{ id: 'title', usual: true }, { id: 'type', usual: true }, { id: 'rating', usual: true }, { id: 'created' }];

describe('the columns of a list', () => {
  it('are the usual ones until others are chosen', () => {
    expect(chosenColumns(known, undefined)).toEqual(['title', 'type', 'rating']);
    expect(chosenColumns(known, ['nothing'])).toEqual(['title', 'type', 'rating']);
  });

  it('keep the chosen order, each once, and the first of all', () => {
    expect(chosenColumns(known, ['created', 'title', 'created'])).toEqual(['created', 'title']);
    expect(chosenColumns(known, ['rating'])).toEqual(['title', 'rating']);
  });

  it('come and go and move by a place', () => {
    expect(toggledColumn(['title', 'type'], 'type')).toEqual(['title']);
    expect(toggledColumn(['title'], 'type')).toEqual(['title', 'type']);
    expect(movedColumn(['title', 'type', 'rating'], 'rating', -1)).toEqual(['title', 'rating', 'type']);
    expect(movedColumn(['title', 'type'], 'type', 1)).toEqual(['title', 'type']);
    expect(arranged(known, ['rating', 'title'])).toEqual(['rating', 'title', 'type', 'created']);
  });
});
