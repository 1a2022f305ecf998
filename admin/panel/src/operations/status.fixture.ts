// A status as walcast tells it, for tests.
import { readStatus, type Status } from './status.ts';

const latency = { count: 0, p50: null, p95: null, p99: null };

export const told = {
  version: '1.0.0',
  state: 'streaming',
  ready: true,
  paused: false,
  paused_since: null,
  warning: null,
  error: null,
  server: '0/3000060',
  checkpoint: '0/3000060',
  received: '0/3000060',
  lag_bytes: 0,
  lag_seconds: 0,
  wal_bytes_per_second: 100,
  in_flight: 0,
  written: { applied: 10, stale: 1, rejected: 0, retried: 0 },
  latency: { source: latency, queue: latency, delivery: latency, end_to_end: { count: 4, p50: 0.1, p95: 0.4, p99: 0.5 } },
  slot: { name: 'walcast', plugin: 'wal2json', active: true, confirmed: '0/3000028', wal_status: 'reserved', retained_bytes: 500, safe_wal_size: 1500, seconds_to_limit: 15 },
  tables: [{ name: 'content.film_work', rows: 3, per_second: 0.5 }],
  indices: [
    { name: 'movies', state: 'live', stale: false, reason: '', generation: 'movies-000001', filling: null, documents: 300, dead_letters: 0, per_second: 2.5, lag_bytes: 0, lag_seconds: 0 },
    { name: 'genres', state: 'live', stale: false, reason: '', generation: 'genres-000001', filling: null, documents: 26, dead_letters: 0, per_second: 0.5, lag_bytes: 0, lag_seconds: 0 },
  ],
};

/** That status with some members of it otherwise. */
export function statusWith(members: object = {}): Status {
  const status = readStatus({ ...told, ...members });
  if (status === undefined) throw new Error('this is no status');
  return status;
}
