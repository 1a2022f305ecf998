// What walcast tells of itself, read out of JSON: nothing is believed to be there that was not looked at. The members
// are those of Service::Status in cdc/control/service.h; bytes and seconds, paces and latencies of the last minute.

const states = ['starting', 'standby', 'streaming', 'stopping'] as const;
const indexStates = ['backfilling', 'live', 'rebuilding', 'suspended'] as const;

type Members = Record<string, unknown>;

const members = (value: unknown): Members => (typeof value === 'object' && value !== null ? (value as Members) : {});
const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);
const text = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);
const number = (value: unknown): number | null => (typeof value === 'number' && Number.isFinite(value) ? value : null);
const oneOf = <Word extends string>(words: readonly Word[], value: unknown): Word | undefined => words.find((word) => word === value);

function readFilling(value: unknown) {
  const filling = members(value);
  const generation = text(filling.generation);
  if (generation === null) return null;
  return {
    generation,
    documents: number(filling.documents) ?? 0,
    estimate: number(filling.estimate),
    per_second: number(filling.per_second),
    seconds_left: number(filling.seconds_left),
  };
}

function readIndex(value: unknown) {
  const index = members(value);
  return {
    name: text(index.name) ?? '',
    state: oneOf(indexStates, index.state) ?? ('unknown' as const),
    stale: index.stale === true,
    reason: text(index.reason),
    generation: text(index.generation),
    filling: readFilling(index.filling),
    documents: number(index.documents),
    dead_letters: number(index.dead_letters) ?? 0,
    per_second: number(index.per_second) ?? 0,
    lag_bytes: number(index.lag_bytes),
    lag_seconds: number(index.lag_seconds),
  };
}

function readSlot(value: unknown) {
  const slot = members(value);
  const name = text(slot.name);
  if (name === null) return null;
  return {
    name,
    plugin: text(slot.plugin) ?? '',
    active: slot.active === true,
    confirmed: text(slot.confirmed),
    wal_status: text(slot.wal_status),
    retained_bytes: number(slot.retained_bytes),
    safe_wal_size: number(slot.safe_wal_size),
    seconds_to_limit: number(slot.seconds_to_limit),
  };
}

function readLatency(value: unknown) {
  const latency = members(value);
  return { count: number(latency.count) ?? 0, p50: number(latency.p50), p95: number(latency.p95), p99: number(latency.p99) };
}

function readTable(value: unknown) {
  const table = members(value);
  return { name: text(table.name) ?? '', rows: number(table.rows) ?? 0, per_second: number(table.per_second) ?? 0 };
}

/** Undefined where it is no status at all. */
export function readStatus(value: unknown) {
  const status = members(value);
  const state = oneOf(states, status.state);
  if (state === undefined || !Array.isArray(status.indices)) return undefined;
  const latency = members(status.latency);
  const written = members(status.written);
  return {
    version: text(status.version) ?? '',
    state,
    paused: status.paused === true,
    /** Unix milliseconds. */
    paused_since: number(status.paused_since),
    error: text(status.error),
    server: text(status.server),
    checkpoint: text(status.checkpoint),
    received: text(status.received),
    lag_bytes: number(status.lag_bytes),
    lag_seconds: number(status.lag_seconds),
    wal_bytes_per_second: number(status.wal_bytes_per_second),
    /** Batches. */
    in_flight: number(status.in_flight) ?? 0,
    /** Documents since walcast started. */
    written: {
      applied: number(written.applied) ?? 0,
      stale: number(written.stale) ?? 0,
      rejected: number(written.rejected) ?? 0,
      retried: number(written.retried) ?? 0,
    },
    latency: {
      source: readLatency(latency.source),
      queue: readLatency(latency.queue),
      delivery: readLatency(latency.delivery),
      end_to_end: readLatency(latency.end_to_end),
    },
    slot: readSlot(status.slot),
    tables: list(status.tables).map(readTable),
    indices: list(status.indices).map(readIndex),
  };
}

export type Status = NonNullable<ReturnType<typeof readStatus>>;
export type Index = Status['indices'][number];
export type Filling = NonNullable<Index['filling']>;
export type Slot = NonNullable<Status['slot']>;
