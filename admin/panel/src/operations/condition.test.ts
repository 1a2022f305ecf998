import { describe, expect, it } from 'vitest';
import { decoderCondition, fillingTime, indexCondition, indicesCondition, progress, queueCondition, slotCondition, used } from './condition.ts';
import { statusWith, told } from './status.fixture.ts';

const [movies] = told.indices;
const slot = (members: object) => slotCondition(statusWith({ slot: { ...told.slot, ...members } }));
const index = (members: object) => {
  const [first] = statusWith({ indices: [{ ...movies, ...members }] }).indices;
  if (first === undefined) throw new Error('there is no index');
  return indexCondition(first);
};
const filling = { generation: 'movies-000002', documents: 50, estimate: 200, per_second: 10, seconds_left: 15 };

describe('the slot', () => {
  it.each([
    [{ wal_status: 'lost' }, 'bad', 'slot.lost'],
    [{ wal_status: 'unreserved' }, 'bad', 'slot.unreserved'],
    [{ active: false }, 'warning', 'slot.unread'],
    [{ wal_status: 'extended' }, 'warning', 'slot.extended'],
    [{}, 'good', 'slot.read'],
  ])('%j is %s', (members, tone, word) => {
    expect(slot(members)).toEqual({ tone, word });
  });

  it('that is missing is bad; during a pause it keeps WAL', () => {
    expect(slotCondition(statusWith({ slot: null })).word).toBe('slot.missing');
    expect(slotCondition(statusWith({ paused: true }))).toEqual({ tone: 'warning', word: 'slot.keeps' });
  });

  it('has used a part of its room, where there is a limit', () => {
    const of = (members: object) => statusWith({ slot: { ...told.slot, ...members } }).slot;
    const part = (members: object) => {
      const one = of(members);
      return one === null ? undefined : used(one);
    };
    expect(part({})).toBe(25);
    expect(part({ safe_wal_size: null })).toBeUndefined();
    expect(part({ safe_wal_size: -10 })).toBe(100);
  });
});

describe('decoder and queue', () => {
  it('say whether changes pass', () => {
    expect(decoderCondition(statusWith())).toEqual({ tone: 'good', word: 'decoder.streaming' });
    expect(decoderCondition(statusWith({ error: 'Elasticsearch is away' })).tone).toBe('warning');
    expect(decoderCondition(statusWith({ state: 'starting', error: 'no server' })).tone).toBe('bad');
    expect(queueCondition(statusWith({ paused: true })).word).toBe('queue.paused');
    expect(queueCondition(statusWith({ in_flight: 2 }))).toEqual({ tone: 'busy', word: 'queue.batches', values: { smart_count: 2 } });
  });

  it('say how far behind they are, once it is worth saying', () => {
    expect(queueCondition(statusWith({ in_flight: 1, lag_seconds: 4 })).tone).toBe('busy');
    expect(queueCondition(statusWith({ in_flight: 1, lag_seconds: 28 }))).toEqual({ tone: 'warning', word: 'queue.behind', seconds: 28 });
    expect(index({ lag_seconds: 28 })).toEqual({ tone: 'warning', word: 'index.behind', seconds: 28 });
  });
});

describe('an index', () => {
  it.each([
    [{}, 'good', 'index.live'],
    [{ state: 'suspended', reason: 'a column is gone' }, 'bad', 'index.suspended'],
    [{ stale: true, state: 'rebuilding', filling }, 'warning', 'index.stale'],
    [{ state: 'rebuilding', filling }, 'busy', 'index.rebuilding'],
    [{ state: 'backfilling', filling }, 'busy', 'index.backfilling'],
  ])('%j is %s', (members, tone, word) => {
    expect(index(members)).toEqual({ tone, word });
  });

  it('that is worst speaks for all', () => {
    const all = (...some: object[]) => indicesCondition(statusWith({ indices: some.map((members) => ({ ...movies, ...members })) })).word;
    expect(all({}, {})).toBe('indices.live');
    expect(all({}, { state: 'rebuilding', filling })).toBe('indices.filling');
    expect(all({ state: 'rebuilding', filling }, { state: 'suspended' })).toBe('indices.suspended');
    expect(all()).toBe('indices.unknown');
  });

  it('that is filled has come so far', () => {
    expect(progress({ documents: 50, estimate: 200 })).toBe(25);
    expect(progress({ documents: 50, estimate: 20 })).toBe(100);
    expect(progress({ documents: 50, estimate: null })).toBeUndefined();
  });

  it('takes as long as the last filling let expect', () => {
    expect(fillingTime(300, 100)).toBe(3);
    expect(fillingTime(300, undefined)).toBeUndefined();
    expect(fillingTime(null, 100)).toBeUndefined();
  });
});
