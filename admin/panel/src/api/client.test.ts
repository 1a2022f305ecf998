import { beforeEach, expect, it, vi } from 'vitest';
import { Client, queryText } from './client.ts';
import { RequestError } from './problem.ts';

const session = { id: '1', name: 'ann', role: 'editor', permissions: ['read', 'edit'], csrf: 'secret' };
const json = (body: unknown, headers: Record<string, string> = {}, status = 200) =>
  new Response(JSON.stringify(body), { status, headers: { 'Content-Type': 'application/json', ...headers } });

const fetched = vi.fn<(url: string, init: RequestInit) => Promise<Response>>();
const signIn = vi.fn();
const client = () =>
  new Client({ language: () => 'ru', signIn, unreachable: () => ({ detail: 'No answer.', hint: 'Try again.' }) });

const sent = (at: number) => {
  const [url, init] = fetched.mock.calls[at] ?? ['', {}];
  return { url, init, headers: new Headers(init.headers) };
};

beforeEach(() => {
  fetched.mockReset();
  signIn.mockReset();
  vi.stubGlobal('fetch', fetched);
});

it('sends what the server asks of a change', async () => {
  fetched.mockImplementation((url) => Promise.resolve(url === '/api/session' ? json(session) : json({ id: 'x' })));
  await client().send('/api/admin/films', { method: 'POST', body: { title: 'A' } });
  const { headers, init } = sent(1);
  expect(headers.get('X-CSRF-Token')).toBe('secret');
  expect(headers.get('Idempotency-Key')).toMatch(/^[0-9a-f]{32}$/);
  expect(headers.get('Accept-Language')).toBe('ru');
  expect(headers.get('Content-Type')).toBe('application/json');
  expect(init.body).toBe('{"title":"A"}');
});

it('names the version that it changes', async () => {
  fetched.mockImplementation((url) => Promise.resolve(url === '/api/session' ? json(session) : json({ id: 'x' })));
  await client().send('/api/admin/films/x', { method: 'PUT', body: {}, version: 7 });
  expect(sent(1).headers.get('If-Match')).toBe('"7"');
});

it('reads what it has saved', async () => {
  fetched.mockImplementation((url, { method }) =>
    Promise.resolve(url === '/api/session' ? json(session) : json({}, method === 'PUT' ? { 'X-Walcast-Lsn': '0/1A' } : {})),
  );
  const it = client();
  await it.send('/api/admin/films');
  await it.send('/api/admin/films/x', { method: 'PUT', body: {}, version: 1 });
  await it.send('/api/admin/films');
  expect(sent(0).headers.get('X-Walcast-Lsn')).toBeNull();
  expect(sent(3).headers.get('X-Walcast-Lsn')).toBe('0/1A');
});

it('tells of what was changed, and of nothing else', async () => {
  fetched.mockImplementation((url, { method }) => {
    if (url === '/api/session') return Promise.resolve(json(session));
    if (url.endsWith('/refused')) return Promise.resolve(json({ status: 412, detail: '' }, { 'Content-Type': 'application/problem+json' }, 412));
    return Promise.resolve(json({ id: 'x' }, method === 'GET' ? {} : { 'X-Walcast-Lsn': '0/1A' }));
  });
  const changed = vi.fn();
  const it = new Client({ language: () => 'en', signIn, unreachable: () => ({ detail: '', hint: '' }), changed });
  await it.send('/api/admin/films/x');
  await it.send('/api/admin/films/refused', { method: 'PUT', body: {}, version: 1 }).catch(() => undefined);
  await it.send('/api/admin/films/x', { method: 'DELETE', version: 1, before: { title: 'A' } });
  expect(changed.mock.calls).toEqual([[{ method: 'DELETE', path: '/api/admin/films/x', body: undefined, before: { title: 'A' }, data: { id: 'x' }, lsn: '0/1A' }]]);
});

it('sends a change whose answer was lost once more, with the same key', async () => {
  let lost = false;
  fetched.mockImplementation((url) => {
    if (url === '/api/session') return Promise.resolve(json(session));
    if (lost) return Promise.resolve(json({ id: 'x' }));
    lost = true;
    return Promise.reject(new TypeError('network'));
  });
  await client().send('/api/admin/films', { method: 'POST', body: {} });
  expect(fetched).toHaveBeenCalledTimes(3);
  expect(sent(1).headers.get('Idempotency-Key')).toBe(sent(2).headers.get('Idempotency-Key'));
});

it('says what is wrong and what to do where nobody answers', async () => {
  fetched.mockRejectedValue(new TypeError('network'));
  await expect(client().send('/api/admin/films')).rejects.toThrow('No answer. Try again.');
});

it('leads to the sign-in page when the session has ended', async () => {
  fetched.mockResolvedValue(
    json({ type: 'about:blank', title: '', status: 401, detail: 'Sign in.', request_id: '' }, { 'Content-Type': 'application/problem+json' }, 401),
  );
  const refused = await client().send('/api/admin/films').catch((error: unknown) => error);
  expect(refused).toBeInstanceOf(RequestError);
  expect(signIn).toHaveBeenCalledOnce();
});

it('writes a query as the server reads it', () => {
  expect(queryText({ id: ['a', 'b'], q: 'x y', type: '', year: undefined, month: 3 })).toBe('?id=a&id=b&q=x+y&month=3');
  expect(queryText({})).toBe('');
});

it('takes the token of a session that another window has begun for the same user, and tries once more', async () => {
  let token = 'old';
  fetched.mockImplementation((url, { headers }) => {
    if (url === '/api/session') return Promise.resolve(json({ ...session, csrf: token }));
    return Promise.resolve(new Headers(headers).get('X-CSRF-Token') === 'new' ? json({ id: 'x' }) : json({ detail: 'No.' }, {}, 403));
  });
  const it = client();
  await it.session();
  token = 'new';
  expect((await it.send('/api/admin/films/x', { method: 'PUT', body: {} })).data).toEqual({ id: 'x' });
});

it('is refused where the session is that of somebody else by now, and where nothing has changed', async () => {
  let who = session;
  fetched.mockImplementation((url) => Promise.resolve(url === '/api/session' ? json(who) : json({ detail: 'No.' }, {}, 403)));
  const it = client();
  await it.session();
  await expect(it.send('/api/admin/films/x', { method: 'PUT', body: {} })).rejects.toMatchObject({ status: 403 });
  who = { ...session, id: '2', csrf: 'of another' };
  await expect(it.send('/api/admin/films/x', { method: 'PUT', body: {} })).rejects.toMatchObject({ status: 403 });
  expect(fetched.mock.calls.filter(([url]) => url === '/api/admin/films/x')).toHaveLength(2);
});
