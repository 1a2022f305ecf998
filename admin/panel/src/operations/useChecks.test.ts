import { expect, it } from 'vitest';
import { askAgain, checksCondition, passedWords } from './useChecks.ts';

const check = (name: string, ok: boolean, detail = '') => ({ name, ok, detail });

it('a failed check speaks for all, but for that of the stream, which speaks for itself', () => {
  expect(checksCondition([check('slot', true), check('elasticsearch', false), check('postgresql', false)])).toEqual({
    tone: 'bad',
    word: 'checks.failed',
    values: { smart_count: 2 },
  });
  expect(checksCondition([check('slot', true), check('stream', false)]).tone).toBe('good');
});

it('asks sooner again while something fails', () => {
  expect(askAgain([check('slot', false), check('postgresql', true)])).toBeLessThan(5_000);
  expect(askAgain([check('slot', true), check('postgresql', true)])).toBeGreaterThanOrEqual(30_000);
  expect(askAgain([])).toBeGreaterThanOrEqual(30_000);
});

it('says what passed in the words of the panel, as far as it knows them', () => {
  const translate = (key: string, values: Record<string, string> = {}) => `${key.replace('operations.', '')} ${Object.values(values).join()}`;
  expect(passedWords(check('postgresql', true, 'at 0/32D4EE8'), translate)).toBe('checks.position 0/32D4EE8');
  expect(passedWords(check('slot', true, 'my slot, WAL reserved'), translate)).toBe('my slot · WAL slot.status.reserved reserved');
  expect(passedWords(check('stream', true, 'streaming'), translate)).toBe('condition.decoder.streaming streaming');
  expect(passedWords(check('elasticsearch', true, 'Elasticsearch 8.19.2'), translate)).toBe('Elasticsearch 8.19.2');
});
