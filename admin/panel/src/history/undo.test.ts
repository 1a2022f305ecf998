import { afterEach, expect, it, vi } from 'vitest';
import { Client } from '../api/client.ts';
import { changeOf, revert, rowsOf, undo } from './undo.ts';

type Route = (url: URL, init: RequestInit) => Response;

function clientOf(route: Route) {
  vi.stubGlobal('fetch', (path: string, init: RequestInit) => {
    const url = new URL(path, 'http://here');
    return Promise.resolve(url.pathname === '/api/session' ? Response.json({ name: 'ann', csrf: 'token' }) : route(url, init));
  });
  return new Client({ language: () => 'en', signIn: () => undefined, unreachable: () => ({ detail: '', hint: '' }) });
}

const refused = (status: number) =>
  new Response(JSON.stringify({ type: 'about:blank', title: '', status, detail: 'Somebody was first.', request_id: 'x' }), {
    status,
    headers: { 'Content-Type': 'application/problem+json' },
  });

afterEach(() => {
  vi.unstubAllGlobals();
});

it('finds the rows of one request among those of others', async () => {
  const asked: string[] = [];
  const client = clientOf((url) => {
    asked.push(url.search);
    const start = Number(url.searchParams.get('_start'));
    // 600 newer ones of others, then 2 of ours.
    const all = Array.from({ length: 602 }, (_, at) => ({ seq: 1000 - at, request_id: at < 600 ? 'other' : 'mine' }));
    return Response.json(all.slice(start, start + 500));
  });
  expect(await rowsOf(client, { request: 'mine', objectType: 'film', count: 2 })).toEqual([400, 399]);
  expect(asked).toHaveLength(2);
  expect(asked[0]).toContain('actor=ann');
});

it('reverts as the version that the change has made', async () => {
  const sent: RequestInit[] = [];
  const client = clientOf((url, init) => {
    if (init.method !== 'POST') return Response.json({ after: { version: 8 } });
    sent.push(init);
    return Response.json({ id: url.pathname });
  });
  await revert(client, 5);
  expect(sent[0]).toMatchObject({ body: '{"state":"before"}', headers: { 'If-Match': '"8"' } });
});

it('brings a deleted one back without a version', async () => {
  const sent: RequestInit[] = [];
  const client = clientOf((_, init) => {
    if (init.method !== 'POST') return Response.json({ after: null });
    sent.push(init);
    return Response.json({});
  });
  await revert(client, 5);
  expect(sent[0]?.headers).not.toHaveProperty('If-Match');
});

it('takes back what can be taken back and says what cannot', async () => {
  const client = clientOf((url, init) => {
    if (url.pathname === '/api/admin/history') return Response.json([3, 2, 1].map((seq) => ({ seq, request_id: 'mine' })));
    if (init.method !== 'POST') return Response.json({ after: { version: 2 } });
    return url.pathname.includes('/2/') ? refused(412) : Response.json({});
  });
  const told: number[] = [];
  const undone = await undo(client, { request: 'mine', objectType: 'film', count: 3 }, (done) => told.push(done));
  expect(undone.reverted).toBe(2);
  expect(undone.refused.map(({ message }) => message)).toEqual(['Somebody was first.']);
  expect(told).toEqual([1, 2, 3]);
});

it('knows what can be taken back', () => {
  const answer = { headers: new Headers({ 'X-Request-Id': 'mine' }) };
  expect(changeOf(answer, 'films', 2)).toEqual({ request: 'mine', objectType: 'film', count: 2 });
  expect(changeOf(answer, 'films', 0)).toBeUndefined();
  expect(changeOf(answer, 'users', 2)).toBeUndefined();
});
