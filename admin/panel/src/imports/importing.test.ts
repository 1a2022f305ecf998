import { afterEach, describe, expect, it, vi } from 'vitest';
import { Client } from '../api/client.ts';
import { applyInBatches, kindOf, look, type Progress } from './importing.ts';

const client = () =>
  new Client({ language: () => 'en', signIn: () => undefined, unreachable: () => ({ detail: 'No answer.', hint: '' }) });

function serverThat(answer: (url: string, init: RequestInit) => Response) {
  const fetched = vi.fn((url: string, init: RequestInit) => Promise.resolve(url === '/api/session' ? Response.json({ csrf: 'x' }) : answer(url, init)));
  vi.stubGlobal('fetch', fetched);
  return fetched;
}

const file = new File(['title\nSolaris\n'], 'films.csv', { type: 'application/vnd.ms-excel' });
const question = () => ({ resource: 'films', file, signal: new AbortController().signal });
const lines = (...values: object[]) => new Response(values.map((value) => `${JSON.stringify(value)}\n`).join(''));
const step = { done: 500, of: 700, created: 500, updated: 0, unchanged: 0 };

afterEach(() => {
  vi.unstubAllGlobals();
});

describe('a file', () => {
  it('is of the kind that its name says, else its type', () => {
    expect(kindOf({ name: 'a.CSV', type: 'application/vnd.ms-excel' })).toBe('csv');
    expect(kindOf({ name: 'a.json', type: '' })).toBe('json');
    expect(kindOf({ name: 'a', type: 'text/csv' })).toBe('csv');
    expect(kindOf({ name: 'a.xlsx', type: '' })).toBeUndefined();
  });

  it('is looked at without a key of its own', async () => {
    const fetched = serverThat(() => Response.json({ rows: 1 }));
    await look(client(), question());
    const [url, init] = fetched.mock.calls.at(-1) ?? [];
    expect(url).toBe('/api/admin/films/import.csv?dry_run=true&mode=batches');
    expect(init?.headers).toMatchObject({ 'Content-Type': 'text/csv' });
    expect(init?.headers).not.toHaveProperty('Idempotency-Key');
  });
});

describe('an import in batches', () => {
  it('tells of each batch, and of the position of the last', async () => {
    serverThat(() => lines(step, { rows: 700, created: 690, updated: 10, unchanged: 0, dry_run: false, faults: [], lsn: '0/7' }));
    const one = client();
    const told: Progress[] = [];
    const ending = await applyInBatches(one, question(), (progress) => told.push(progress));
    expect(told).toEqual([step]);
    expect(ending).toEqual({ progress: { done: 700, of: 700, created: 690, updated: 10, unchanged: 0 }, problem: undefined, stopped: false });
    expect(one.lsn).toBe('0/7');
  });

  it('says why it ended early and how far it came', async () => {
    const problem = { type: 'about:blank', title: '', status: 422, detail: 'A genre has gone.', request_id: 'x' };
    serverThat(() => lines(step, { problem, ...step, message: 'The first 500 …' }));
    const ending = await applyInBatches(client(), question(), () => undefined);
    expect([ending.progress.done, ending.problem?.message]).toEqual([500, 'A genre has gone.']);
  });

  it('does not take a broken connection for the end', async () => {
    serverThat(() => lines(step));
    const ending = await applyInBatches(client(), question(), () => undefined);
    expect([ending.progress.done, ending.problem?.message]).toEqual([500, 'No answer.']);
  });

  it('is stopped by who began it', async () => {
    const abort = new AbortController();
    serverThat((_, init) => {
      const body = new ReadableStream<Uint8Array>({
        start(controller) {
          controller.enqueue(new TextEncoder().encode(`${JSON.stringify(step)}\n`));
          init.signal?.addEventListener('abort', () => {
            controller.error(new DOMException('', 'AbortError'));
          });
        },
      });
      return new Response(body);
    });
    const ending = await applyInBatches(client(), { ...question(), signal: abort.signal }, () => {
      abort.abort();
    });
    expect(ending).toEqual({ progress: step, problem: undefined, stopped: true });
  });
});
