import { expect, it } from 'vitest';
import { readStatus } from './status.ts';
import { statusWith, told } from './status.fixture.ts';

it('reads what walcast tells', () => {
  const status = statusWith();
  expect(status.slot?.safe_wal_size).toBe(1500);
  expect(status.latency.end_to_end).toEqual({ count: 4, p50: 0.1, p95: 0.4, p99: 0.5 });
  expect(status.indices[0]).toMatchObject({ name: 'movies', state: 'live', documents: 300, reason: null });
});

it('takes what is not known, or of another kind, as not known', () => {
  const status = statusWith({ slot: null, lag_seconds: 'much', indices: [{ name: 'movies', state: 'melted', documents: null, filling: 7 }] });
  expect(status.slot).toBeNull();
  expect(status.lag_seconds).toBeNull();
  expect(status.indices[0]).toMatchObject({ state: 'unknown', documents: null, filling: null, per_second: 0 });
});

it.each([undefined, null, 7, [], {}, { ...told, state: 'dancing' }, { ...told, indices: undefined }])('is not deceived by %j', (value) => {
  expect(readStatus(value)).toBeUndefined();
});
