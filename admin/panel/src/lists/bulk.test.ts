import { expect, it } from 'vitest';
import { RequestError } from '../api/problem.ts';
import { asTheyAre, changedMeanwhile, itemsOf } from './bulk.ts';

const refusal = (status: number, more: object = {}) =>
  new RequestError({ type: 'about:blank', title: '', status, detail: 'No.', request_id: 'x', ...more });

it('names the version of each record that was seen', () => {
  expect(JSON.stringify(itemsOf(['a', 'b'], new Map([['a', 3]])))).toBe('[{"id":"a","version":3},{"id":"b"}]');
});

it('finds the records that somebody else has changed, and can do it all the same', () => {
  const current = changedMeanwhile(refusal(412, { current: [{ id: 'a', version: 4 }] }));
  expect(asTheyAre([{ id: 'a', version: 3 }, { id: 'b', version: 1 }], current)).toEqual([{ id: 'a', version: 4 }, { id: 'b', version: 1 }]);
});

it('finds none in other refusals', () => {
  expect(changedMeanwhile(refusal(422, { current: [{ id: 'a' }] }))).toEqual([]);
  expect(changedMeanwhile(refusal(412))).toEqual([]);
  expect(changedMeanwhile(undefined)).toEqual([]);
});
