import { expect, it, vi } from 'vitest';
import type { Answer, Client, Request } from '../api/client.ts';
import { RequestError } from '../api/problem.ts';
import { requestOf, undo } from './undo.ts';

const row = (seq: number, request_id: string, object_name = `film ${seq}`) => ({ seq, request_id, object_type: 'film', object_id: `f${seq}`, object_name });

function server(rows: ReturnType<typeof row>[], entries: Record<number, unknown>, refuse: (path: string) => boolean = () => false) {
  const sent: { path: string; request: Request }[] = [];
  const send = (path: string, request: Request = {}): Promise<Answer<unknown>> => {
    sent.push({ path, request });
    if (refuse(path)) {
      return Promise.reject(new RequestError({ type: 'about:blank', title: '', status: 412, detail: 'Somebody has changed this.', request_id: 'x' }));
    }
    const start = Number(request.query?._start ?? 0);
    const seq = Number(/history\/(\d+)$/.exec(path)?.[1]);
    const data = path === '/api/admin/history' ? rows.slice(start, Number(request.query?._end)) : (entries[seq] ?? {});
    return Promise.resolve({ data, headers: new Headers(), status: 200 });
  };
  const client = { send, session: vi.fn().mockResolvedValue({ name: 'ann' }) } as unknown as Client;
  return { client, changes: () => sent.filter(({ request }) => request.method !== undefined) };
}

it('brings back the state before, as the version that the change made', async () => {
  const { client, changes } = server([row(9, 'other'), row(8, 'mine')], { 8: { before: { version: 3 }, after: { version: 4 } } });
  expect(await undo(client, 'mine')).toEqual({ done: 1, kept: [] });
  expect(changes()).toEqual([{ path: '/api/admin/history/8/revert', request: { method: 'POST', body: { state: 'before' }, version: 4 } }]);
});

it('brings back what was deleted without naming a version', async () => {
  const { client, changes } = server([row(8, 'mine')], { 8: { before: { version: 3 }, after: null } });
  await undo(client, 'mine');
  expect(changes()[0]?.request.version).toBeUndefined();
});

it('deletes what was made', async () => {
  const { client, changes } = server([row(8, 'mine')], { 8: { before: null, after: { version: 1 } } });
  await undo(client, 'mine');
  expect(changes()).toEqual([{ path: '/api/admin/films/f8', request: { method: 'DELETE', version: 1 } }]);
});

it('undoes all of a request that changed more than a page has', async () => {
  const rows = [row(2000, 'later'), ...Array.from({ length: 700 }, (_, at) => row(1000 - at, 'mine')), row(1, 'before')];
  const { client, changes } = server(rows, {});
  await undo(client, 'mine');
  expect(changes()).toHaveLength(700);
});

it('leaves alone what somebody has changed since, and says so', async () => {
  const { client } = server([row(9, 'mine'), row(8, 'mine')], { 9: { before: {}, after: { version: 2 } }, 8: { before: {}, after: { version: 2 } } }, (path) => path.endsWith('/9/revert'));
  expect(await undo(client, 'mine')).toEqual({ done: 1, kept: [{ name: 'film 9', why: 'Somebody has changed this.' }] });
});

it('undoes nothing where the request is unknown', async () => {
  const { client } = server([row(8, '')], {});
  expect(await undo(client, requestOf(new Headers()))).toEqual({ done: 0, kept: [] });
});
