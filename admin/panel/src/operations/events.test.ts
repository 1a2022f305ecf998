// @vitest-environment jsdom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { RequestError } from '../api/problem.ts';
import { EventReader, type Source } from './events.ts';

/** EventSource as the browser has it, driven by the test. */
class FakeSource implements Source {
  static all: FakeSource[] = [];
  readyState = 0;
  readonly #listeners = new Map<string, ((event: MessageEvent<string>) => void)[]>();

  constructor() {
    FakeSource.all.push(this);
  }

  static get last(): FakeSource {
    const last = FakeSource.all.at(-1);
    if (last === undefined) throw new Error('nothing was opened');
    return last;
  }

  addEventListener(type: string, listener: (event: MessageEvent<string>) => void): void {
    this.#listeners.set(type, [...(this.#listeners.get(type) ?? []), listener]);
  }

  close(): void {
    this.readyState = 2;
  }

  tell(type: string, data: unknown = '', lastEventId = ''): void {
    const event = new MessageEvent(type, { data: typeof data === 'string' ? data : JSON.stringify(data), lastEventId });
    for (const listener of this.#listeners.get(type) ?? []) listener(event);
  }

  opened(): void {
    this.readyState = 1;
    this.tell('open');
  }

  /** The browser connects anew by itself. */
  broken(): void {
    this.readyState = 0;
    this.tell('error');
  }

  /** Anything but a status of 200: the browser gives up. */
  refused(): void {
    this.readyState = 2;
    this.tell('error');
  }
}

const status = (in_flight = 0) => ({ state: 'streaming', indices: [], in_flight });
const refusal = (code: number, detail: string) => new RequestError({ type: 'about:blank', title: '', status: code, detail, request_id: '' });
const ask = vi.fn<() => Promise<unknown>>();
let reader: EventReader;
let visibility: DocumentVisibilityState = 'visible';

const turn = (milliseconds: number) => vi.advanceTimersByTimeAsync(milliseconds);
const show = (state: DocumentVisibilityState) => {
  visibility = state;
  document.dispatchEvent(new Event('visibilitychange'));
};

beforeEach(() => {
  vi.useFakeTimers();
  FakeSource.all = [];
  visibility = 'visible';
  vi.spyOn(document, 'visibilityState', 'get').mockImplementation(() => visibility);
  ask.mockReset();
  ask.mockResolvedValue(status());
  reader = new EventReader({ open: () => new FakeSource(), ask, quiet: 10_000, patience: 30_000, random: () => 0.5 });
  reader.start();
});

afterEach(() => {
  reader.stop();
  vi.useRealTimers();
});

describe('the events of the stream', () => {
  it('are told as they come, with the moment they were heard', () => {
    const told = vi.fn();
    reader.subscribe(told);
    FakeSource.last.opened();
    FakeSource.last.tell('status', status(3), 'a-1');
    expect(reader.heard()).toMatchObject({ link: 'open', heard_at: Date.now(), epoch: 'a', missed: 0, trouble: undefined });
    expect(reader.heard().status?.in_flight).toBe(3);
    expect(told).toHaveBeenCalledTimes(2);
  });

  it('that never came are counted, unless another process tells', () => {
    FakeSource.last.opened();
    FakeSource.last.tell('status', status(), 'a-1');
    FakeSource.last.tell('status', status(), 'a-5');
    expect(reader.heard().missed).toBe(3);
    FakeSource.last.tell('status', status(), 'b-40');
    expect(reader.heard()).toMatchObject({ missed: 3, epoch: 'b' });
  });

  it('that are older than the last are left out; the last one again says that it holds', async () => {
    FakeSource.last.opened();
    FakeSource.last.tell('status', status(7), 'a-7');
    await turn(1000);
    FakeSource.last.tell('status', status(6), 'a-6');
    expect(reader.heard().status?.in_flight).toBe(7);
    FakeSource.last.tell('status', status(7), 'a-7');
    expect(reader.heard().heard_at).toBe(Date.now());
  });

  it('that mean nothing are a trouble and leave what was known', () => {
    FakeSource.last.opened();
    FakeSource.last.tell('status', status(2), 'a-1');
    FakeSource.last.tell('status', '{"state"', 'a-2');
    expect(reader.heard()).toMatchObject({ trouble: { kind: 'problem' } });
    expect(reader.heard().status?.in_flight).toBe(2);
  });

  it('say that walcast is away, and that it is back', () => {
    FakeSource.last.opened();
    FakeSource.last.tell('status', status(), 'a-1');
    FakeSource.last.tell('away', { state: 'away' });
    expect(reader.heard().trouble).toEqual({ kind: 'away', message: '' });
    FakeSource.last.tell('status', status(), 'b-1');
    expect(reader.heard().trouble).toBeUndefined();
  });

  it('say in words why there is no status', () => {
    FakeSource.last.opened();
    FakeSource.last.tell('problem', { detail: 'the server is gone', hint: 'Start it.' }, 'a-1');
    expect(reader.heard().trouble).toEqual({ kind: 'problem', message: 'The server is gone. Start it.' });
  });
});

describe('silence', () => {
  it('is broken by a question: what does not change is told by no event', async () => {
    FakeSource.last.opened();
    FakeSource.last.tell('status', status(), 'a-1');
    await turn(9_999);
    expect(ask).not.toHaveBeenCalled();
    await turn(1);
    expect(ask).toHaveBeenCalledOnce();
    expect(reader.heard().heard_at).toBe(Date.now());
  });

  it('that is not broken by the answer leaves the age of what is known', async () => {
    FakeSource.last.opened();
    FakeSource.last.tell('status', status(), 'a-1');
    const heard = Date.now();
    ask.mockRejectedValue(refusal(0, 'The server does not answer.'));
    await turn(25_000);
    expect(ask).toHaveBeenCalledTimes(2);
    expect(reader.heard()).toMatchObject({ heard_at: heard, trouble: { kind: 'server', message: 'The server does not answer.' } });
  });
});

it('says in its own words that nothing answers in time', async () => {
  ask.mockRejectedValue(new DOMException('signal timed out', 'TimeoutError'));
  await turn(10_000);
  expect(reader.heard().trouble).toEqual({ kind: 'server', message: '' });
});

describe('a connection', () => {
  it('that breaks is left to the browser, which resumes it', async () => {
    FakeSource.last.opened();
    FakeSource.last.tell('status', status(), 'a-1');
    FakeSource.last.broken();
    expect(reader.heard().link).toBe('connecting');
    await turn(5000);
    expect(FakeSource.all).toHaveLength(1);
    FakeSource.last.opened();
    expect(reader.heard()).toMatchObject({ link: 'open', trouble: undefined });
  });

  it('that comes back after trouble is asked how it is', async () => {
    FakeSource.last.opened();
    FakeSource.last.tell('status', status(), 'a-1');
    ask.mockRejectedValueOnce(refusal(0, 'no answer'));
    FakeSource.last.broken();
    await turn(0);
    expect(reader.heard().trouble?.kind).toBe('server');
    FakeSource.last.opened();
    await turn(0);
    expect(reader.heard().trouble).toBeUndefined();
  });

  it('that is refused is tried again later each time', async () => {
    ask.mockRejectedValue(refusal(503, 'too many'));
    for (const pause of [1000, 2000, 4000]) {
      const before = FakeSource.all.length;
      FakeSource.last.refused();
      await turn(pause - 1);
      expect(FakeSource.all).toHaveLength(before);
      await turn(1);
      expect(FakeSource.all).toHaveLength(before + 1);
    }
    expect(reader.heard().trouble).toEqual({ kind: 'problem', message: 'Too many.' });
  });

  it.each([401, 403])('that is refused with %i is not tried again', async (code) => {
    ask.mockRejectedValue(refusal(code, 'Not for you.'));
    FakeSource.last.refused();
    await turn(120_000);
    expect(FakeSource.all).toHaveLength(1);
    expect(reader.heard()).toMatchObject({ link: 'ended', trouble: { kind: 'refused', message: 'Not for you.' } });
  });

  it('that is closed is not listened to', async () => {
    const first = FakeSource.last;
    ask.mockRejectedValue(refusal(503, 'no'));
    first.refused();
    await turn(1000);
    first.tell('status', status(9), 'a-1');
    expect(reader.heard().status).toBeUndefined();
  });

  it('ends with the page', async () => {
    reader.stop();
    expect(FakeSource.last.readyState).toBe(2);
    await turn(120_000);
    expect(FakeSource.all).toHaveLength(1);
    expect(ask).not.toHaveBeenCalled();
  });
});

describe('a tab that nobody looks at', () => {
  it('lets its connection go after a while, and has it back at once', async () => {
    FakeSource.last.opened();
    show('hidden');
    await turn(29_999);
    expect(reader.heard().link).toBe('open');
    await turn(1);
    expect(reader.heard().link).toBe('asleep');
    expect(FakeSource.last.readyState).toBe(2);
    ask.mockClear();
    await turn(60_000);
    expect(ask).not.toHaveBeenCalled();
    show('visible');
    expect(FakeSource.all).toHaveLength(2);
    expect(reader.heard().link).toBe('connecting');
  });

  it('keeps it where one comes back soon', async () => {
    FakeSource.last.opened();
    show('hidden');
    await turn(10_000);
    show('visible');
    await turn(60_000);
    expect(FakeSource.all).toHaveLength(1);
  });
});
