import { createContext, useContext, useEffect, useState, useSyncExternalStore } from 'react';
import type { Client } from '../api/client.ts';
import { useClient } from '../api/ClientContext.tsx';
import { EventReader, type Heard } from './events.ts';
import type { Status } from './status.ts';
import { Track } from './track.ts';

/** Milliseconds; an answer that takes longer is none. */
const patience = 10_000;
/** Older than this a status is not what is now: silence was broken by a question before, and that had no answer either. */
const current = 15_000;

export interface Stream {
  heard: Heard;
  /** The last one that came, also where it is old. */
  status: Status;
  /** Whether it is what is now. */
  live: boolean;
  /** Unix milliseconds, a second exact. */
  now: number;
  track: Track;
  /** Documents a second at which an index was filled last, while the page is open. */
  fillingPace: number | undefined;
}

export const StreamContext = createContext<Stream | undefined>(undefined);

export function useStream(): Stream {
  const stream = useContext(StreamContext);
  if (stream === undefined) throw new Error('there is no StreamContext above');
  return stream;
}

function reader(client: Client): EventReader {
  return new EventReader({
    open: () => new EventSource('/api/ops/events'),
    ask: async () => (await client.send<unknown>('/api/ops/status', { signal: AbortSignal.timeout(patience) })).data,
  });
}

const isLive = ({ heard_at, trouble }: Heard, now: number) => trouble === undefined && heard_at !== undefined && now - heard_at < current;

const fastestFilling = (status: Status | undefined) =>
  status?.indices.reduce<number | undefined>((pace, { filling }) => Math.max(pace ?? 0, filling?.per_second ?? 0) || pace, undefined);

/** One connection for the page, and what it told, remembered a second at a time. For the page alone. */
export function useEvents(): Omit<Stream, 'status'> {
  const client = useClient();
  const [events] = useState(() => reader(client));
  const [track] = useState(() => new Track());
  const [now, setNow] = useState(() => Date.now());
  const [fillingPace, setFillingPace] = useState<number>();
  const heard = useSyncExternalStore(events.subscribe, events.heard);
  useEffect(() => {
    events.start();
    const beat = setInterval(() => {
      const at = Date.now();
      const last = events.heard();
      track.add(at, isLive(last, at) ? last.status : undefined);
      setFillingPace((pace) => fastestFilling(last.status) ?? pace);
      setNow(at);
    }, 1000);
    return () => {
      clearInterval(beat);
      events.stop();
    };
  }, [events, track]);
  return { heard, live: isLive(heard, now), now, track, fillingPace };
}
