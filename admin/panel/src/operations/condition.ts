// The status in words: of each part of the pipeline, and of each index, how it is.
import type { Index, Slot, Status } from './status.ts';

/** Of worst to best: what is said first where several are so. */
export type Tone = 'bad' | 'warning' | 'busy' | 'idle' | 'good';

export interface Condition {
  tone: Tone;
  /** A text below operations.condition. */
  word: string;
  values?: Record<string, string | number>;
  /** A time that the text names, `time`: seconds. */
  seconds?: number;
}

/** Seconds behind the database from which on that is worth saying: a change is searchable within one, as a rule. */
export const behind = 5;

export function slotCondition({ slot, paused, state }: Status): Condition {
  if (slot === null) return { tone: 'bad', word: 'slot.missing' };
  if (slot.wal_status === 'lost') return { tone: 'bad', word: 'slot.lost' };
  if (slot.wal_status === 'unreserved') return { tone: 'bad', word: 'slot.unreserved' };
  if (!slot.active) return { tone: state === 'standby' ? 'idle' : 'warning', word: 'slot.unread' };
  if (slot.wal_status === 'extended') return { tone: 'warning', word: 'slot.extended' };
  if (paused) return { tone: 'warning', word: 'slot.keeps' };
  return { tone: 'good', word: 'slot.read' };
}

export function decoderCondition({ state, error }: Status): Condition {
  if (state === 'starting') return { tone: error === null ? 'busy' : 'bad', word: 'decoder.starting' };
  if (state === 'standby') return { tone: 'idle', word: 'decoder.standby' };
  if (state === 'stopping') return { tone: 'warning', word: 'decoder.stopping' };
  return error === null ? { tone: 'good', word: 'decoder.streaming' } : { tone: 'warning', word: 'decoder.retrying' };
}

export function queueCondition({ in_flight, paused, state, lag_seconds }: Status): Condition {
  if (paused) return { tone: 'warning', word: 'queue.paused' };
  if (state !== 'streaming') return { tone: 'idle', word: 'queue.still' };
  if (in_flight > 0 && lag_seconds !== null && lag_seconds >= behind) return { tone: 'warning', word: 'queue.behind', seconds: lag_seconds };
  if (in_flight === 0) return { tone: 'good', word: 'queue.empty' };
  return { tone: 'busy', word: 'queue.batches', values: { smart_count: in_flight } };
}

export function indicesCondition({ indices }: Status): Condition {
  const count = (fits: (index: Index) => boolean) => indices.filter(fits).length;
  const suspended = count(({ state }) => state === 'suspended' || state === 'unknown');
  const stale = count((index) => index.stale);
  const filling = count(({ filling }) => filling !== null);
  if (indices.length === 0) return { tone: 'idle', word: 'indices.unknown' };
  if (suspended > 0) return { tone: 'bad', word: 'indices.suspended', values: { smart_count: suspended } };
  if (stale > 0) return { tone: 'warning', word: 'indices.stale', values: { smart_count: stale } };
  if (filling > 0) return { tone: 'busy', word: 'indices.filling', values: { smart_count: filling } };
  return { tone: 'good', word: 'indices.live', values: { smart_count: indices.length } };
}

export function indexCondition({ state, stale, filling, lag_seconds }: Index): Condition {
  if (state === 'suspended') return { tone: 'bad', word: 'index.suspended' };
  if (state === 'unknown') return { tone: 'bad', word: 'index.unknown' };
  if (stale) return { tone: 'warning', word: 'index.stale' };
  if (filling !== null) return { tone: 'busy', word: state === 'backfilling' ? 'index.backfilling' : 'index.rebuilding' };
  if (state !== 'live') return { tone: 'busy', word: `index.${state}` };
  return lag_seconds !== null && lag_seconds >= behind ? { tone: 'warning', word: 'index.behind', seconds: lag_seconds } : { tone: 'good', word: 'index.live' };
}

/** Done in percent; undefined where the size is not known. */
export function progress({ documents, estimate }: { documents: number; estimate: number | null }): number | undefined {
  if (estimate === null || estimate <= 0) return undefined;
  return Math.min(100, (100 * documents) / estimate);
}

/** What part of the room the slot has used up, in percent; undefined where the server sets no limit. */
export function used({ retained_bytes, safe_wal_size }: Slot): number | undefined {
  if (retained_bytes === null || safe_wal_size === null) return undefined;
  const room = retained_bytes + Math.max(0, safe_wal_size);
  return room === 0 ? 100 : Math.min(100, (100 * retained_bytes) / room);
}

/** How long a rebuild will take (seconds), at the pace at which an index was filled last; undefined: not known. */
export function fillingTime(documents: number | null, perSecond: number | undefined): number | undefined {
  if (documents === null || perSecond === undefined || perSecond <= 0) return undefined;
  return documents / perSecond;
}
