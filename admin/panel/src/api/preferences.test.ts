// @vitest-environment jsdom
import { afterEach, describe, expect, it, vi } from 'vitest';
import { Client } from './client.ts';
import { readPreferences, savePreferences } from './preferences.ts';

const client = () =>
  new Client({ language: () => 'en', signIn: () => undefined, unreachable: () => ({ detail: '', hint: '' }) });

/** Answers in turn; the session is asked for beside them. */
function serverThat(...answers: Response[]) {
  const fetched = vi.fn((url: string, init: RequestInit) => {
    const answer = url === '/api/session' && init.method === 'GET' ? Response.json({ csrf: 'token' }) : answers.shift();
    return Promise.resolve(answer ?? Response.error());
  });
  vi.stubGlobal('fetch', fetched);
  return () => fetched.mock.calls.filter(([url]) => url === '/api/account/preferences').map(([, init]) => init);
}

const problem = (status: number, more: object = {}) =>
  new Response(JSON.stringify({ type: 'about:blank', title: '', status, detail: 'No.', request_id: 'x', ...more }), {
    status,
    headers: { 'Content-Type': 'application/problem+json' },
  });

const told = (value: object, version: number) => Response.json(value, { headers: { ETag: `"${version}"` } });

afterEach(() => {
  vi.unstubAllGlobals();
  localStorage.clear();
});

describe('preferences', () => {
  it('are read and saved as the version that was read', async () => {
    const sent = serverThat(told({ a: 1 }, 4), told({ a: 2 }, 5));
    const one = client();
    const kept = await readPreferences(one);
    expect(kept).toEqual({ value: { a: 1 }, version: 4 });
    expect(await savePreferences(one, { ...kept, value: { a: 2 } }, [])).toEqual({ value: { a: 2 }, version: 5 });
    expect(sent()[1]).toMatchObject({ method: 'PUT', body: '{"a":2}', headers: { 'If-Match': '"4"' } });
  });

  it('keep what another window has saved meanwhile', async () => {
    const sent = serverThat(problem(412, { current: { other: true }, ETag: '"9"' }), told({}, 10));
    const saved = await savePreferences(client(), { value: { a: 2 }, version: 4 }, [(state) => ({ ...state, a: 2 })]);
    expect(saved).toEqual({ value: { other: true, a: 2 }, version: 10 });
    expect(sent()[1]).toMatchObject({ headers: { 'If-Match': '"9"' } });
  });

  it('stay in the browser where the server has no place for them', async () => {
    serverThat(problem(404), problem(404));
    const one = client();
    const kept = await readPreferences(one);
    expect(kept).toEqual({ value: {}, version: undefined });
    await savePreferences(one, { ...kept, value: { a: 1 } }, []);
    expect(await readPreferences(one)).toEqual({ value: { a: 1 }, version: undefined });
  });

  it('that cannot be read are not taken for none', async () => {
    serverThat(problem(503));
    await expect(readPreferences(client())).rejects.toThrow('No.');
  });
});
