import { expect, it, vi } from 'vitest';
import type { Client } from '../api/client.ts';
import { RequestError } from '../api/problem.ts';
import { requestOf, undo } from './undo.ts';

const answering = (answer: () => Promise<unknown>) => {
  const send = vi.fn(answer);
  return { client: { send } as unknown as Client, send };
};

const objects = (count: number, ...names: string[]) => ({
  count,
  first: names.map((object_name) => ({ object_type: 'film', object_id: 'f', object_name, why: 'Somebody has changed it since.' })),
});

const refusal = (status: number, members: object = {}) =>
  new RequestError({ type: 'about:blank', title: '', status, detail: 'No.', request_id: 'x', ...members });

it('is one request, whatever there is to undo', async () => {
  const { client, send } = answering(() => Promise.resolve({ data: { undone: objects(700), left: objects(0) } }));
  expect(await undo(client, 'mine')).toEqual({ done: 700, kept: 0 });
  expect(send).toHaveBeenCalledExactlyOnceWith('/api/admin/history/undo', { method: 'POST', body: { request: 'mine', leave_changed: false } });
});

it('says which of them somebody has changed since, and how many could be undone without', async () => {
  const { client } = answering(() => Promise.reject(refusal(409, { total: 709, left: objects(3, 'Solaris', 'Stalker') })));
  expect(await undo(client, 'mine')).toEqual({ done: 0, kept: 3, first: { name: 'Solaris', why: 'Somebody has changed it since.' }, others: 706 });
});

it('leaves those out where that is wanted', async () => {
  const { client, send } = answering(() => Promise.resolve({ data: { undone: objects(706), left: objects(3, 'Solaris') } }));
  expect(await undo(client, 'mine', true)).toEqual({ done: 706, kept: 3, first: { name: 'Solaris', why: 'Somebody has changed it since.' } });
  expect(send.mock.calls.flat()).toContainEqual({ method: 'POST', body: { request: 'mine', leave_changed: true } });
});

it('undoes nothing where the request is unknown', async () => {
  const { client, send } = answering(() => Promise.reject(refusal(404)));
  expect(await undo(client, requestOf(new Headers()))).toEqual({ done: 0, kept: 0 });
  expect(send).not.toHaveBeenCalled();
  expect(await undo(client, 'other')).toEqual({ done: 0, kept: 0 });
});

it('does not hide any other refusal', async () => {
  const { client } = answering(() => Promise.reject(refusal(503)));
  await expect(undo(client, 'mine')).rejects.toThrow('No.');
});
