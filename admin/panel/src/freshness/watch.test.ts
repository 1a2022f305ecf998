// @vitest-environment jsdom
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { RequestError } from '../api/problem.ts';
import type { Saved } from './saved.ts';
import { Saves } from './saves.ts';
import type { Freshness } from './types.ts';
import { type Look, Watch } from './watch.ts';

const film = (id: string): Saved => ({ kind: 'changed', resource: 'films', id, count: 1, caption: id, lsn: '0/1A' });
const answer = (some: Partial<Freshness>) => ({ searchable: false, waited_ms: 0, why: null, ...some }) as Freshness;

/** Looks that are answered by the test. */
class Server {
  readonly open: { id: string; seconds: number; signal: AbortSignal; answer: (some: Partial<Freshness>) => void; refuse: (error: Error) => void }[] = [];
  asked = 0;

  readonly look: Look = ({ id }, seconds, signal) =>
    new Promise((resolve, refuse) => {
      this.asked += 1;
      const done = () => this.open.splice(this.open.findIndex((one) => one.signal === signal), 1);
      this.open.push({
        id,
        seconds,
        signal,
        answer: (some) => {
          done();
          resolve(answer(some));
        },
        refuse: (error) => {
          done();
          refuse(error);
        },
      });
      signal.addEventListener('abort', () => {
        done();
        refuse(signal.reason as Error);
      });
    });
}

let saves: Saves;
let server: Server;
let end: () => void;

beforeEach(() => {
  vi.useFakeTimers();
  saves = new Saves();
  server = new Server();
  end = new Watch(saves, server.look).start();
});

afterEach(() => {
  end();
  hide(false);
  vi.useRealTimers();
});

const settle = () => vi.advanceTimersByTimeAsync(0);
const marks = () => Object.fromEntries(saves.all().map(({ id, mark }) => [id, mark]));

function hide(hidden: boolean) {
  Object.defineProperty(document, 'hidden', { configurable: true, value: hidden });
  document.dispatchEvent(new Event('visibilitychange'));
}

it('tells how long it took until a save was searchable', async () => {
  saves.add(film('a'));
  expect(marks()).toEqual({ a: { state: 'saved' } });
  await vi.advanceTimersByTimeAsync(400);
  server.open[0]?.answer({ searchable: true });
  await settle();
  expect(marks()).toEqual({ a: { state: 'searchable', afterMs: 400 } });
  await vi.advanceTimersByTimeAsync(60_000);
  expect(server.asked).toBe(1);
});

it('never asks for more than two at once, and for all in the end', async () => {
  for (const id of ['a', 'b', 'c']) saves.add(film(id));
  await settle();
  expect(server.open.map(({ id }) => id).sort()).toHaveLength(2);
  server.open[0]?.answer({ searchable: true });
  await settle();
  expect(server.open).toHaveLength(2);
  while (server.open.length > 0) {
    server.open[0]?.answer({ searchable: true });
    await settle();
  }
  expect(Object.values(marks()).map(({ state }) => state)).toEqual(['searchable', 'searchable', 'searchable']);
});

it('says what keeps it, and asks again for a moment at a time until it is over', async () => {
  saves.add(film('a'));
  await vi.advanceTimersByTimeAsync(2000);
  server.open[0]?.answer({ waited_ms: 2000, why: 'The stream is paused.' });
  await settle();
  expect(marks()).toEqual({ a: { state: 'held', why: 'The stream is paused.' } });
  await vi.advanceTimersByTimeAsync(3100);
  expect(server.open[0]?.seconds).toBe(1);
  server.open[0]?.answer({ searchable: true, waited_ms: 10 });
  await settle();
  expect(marks()).toEqual({ a: { state: 'searchable', afterMs: 5100 } });
});

it('lets others wait first where the server has no room, and then waits long', async () => {
  saves.add(film('a'));
  await settle();
  server.open[0]?.answer({ waited_ms: 0 });
  await settle();
  expect(marks()).toEqual({ a: { state: 'saved' } });
  expect(server.open).toHaveLength(0);
  await vi.advanceTimersByTimeAsync(1100);
  expect(server.open[0]?.seconds).toBe(10);
  server.open[0]?.answer({ waited_ms: 10_000 });
  await settle();
  expect(marks()).toEqual({ a: { state: 'held', why: '' } });
});

it('asks for nothing while the page is hidden, and then claims no time', async () => {
  saves.add(film('a'));
  await settle();
  const first = server.open[0];
  hide(true);
  expect(first?.signal.aborted).toBe(true);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(server.asked).toBe(1);
  hide(false);
  server.open[0]?.answer({ searchable: true });
  await settle();
  expect(marks()).toEqual({ a: { state: 'searchable', afterMs: null } });
});

it('stops when it is ended', async () => {
  saves.add(film('a'));
  await settle();
  const first = server.open[0];
  end();
  expect(first?.signal.aborted).toBe(true);
  saves.add(film('b'));
  await vi.advanceTimersByTimeAsync(60_000);
  expect(server.asked).toBe(1);
});

it('takes it for gone where neither side has it, and goes on where the server is away', async () => {
  const refusal = (status: number, detail: string) => new RequestError({ type: 'about:blank', title: '', status, detail, request_id: '' });
  saves.add({ ...film('a'), kind: 'deleted' });
  await vi.advanceTimersByTimeAsync(100);
  server.open[0]?.refuse(refusal(503, 'walcast does not answer.'));
  await settle();
  expect(marks()).toEqual({ a: { state: 'held', why: 'walcast does not answer.' } });
  await vi.advanceTimersByTimeAsync(5000);
  server.open[0]?.answer({ state: 'gone', searchable: true });
  await settle();
  expect(marks()).toMatchObject({ a: { state: 'gone' } });
});

it('looks after the newest save of a record', async () => {
  saves.add(film('a'));
  await settle();
  saves.add({ ...film('a'), lsn: '0/2B' });
  expect(saves.all()).toHaveLength(1);
  server.open[0]?.answer({ searchable: true }); // of the save before
  await settle();
  expect(marks()).toEqual({ a: { state: 'saved' } });
});
