// The one place that talks to the server.
import { RequestError } from './problem.ts';
import type { Problem, Session } from './types.ts';
import { fetchWithProgress, type Progress } from './uploading.ts';

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
export type QueryValue = string | number | boolean | null | undefined;
/** An array is sent as `name=a&name=b`; null, undefined and '' are left out. */
export type Query = Record<string, QueryValue | readonly QueryValue[]>;

export interface Request {
  method?: Method;
  query?: Query;
  /** Becomes JSON; a Blob (a file) is sent as it is. */
  body?: unknown;
  /** The version that is changed, for If-Match. */
  version?: number;
  headers?: Record<string, string>;
  signal?: AbortSignal;
  /** false: a POST without an Idempotency-Key, which is not sent a second time either. */
  once?: boolean;
  /** Hears how much of the body has been sent. */
  progress?: Progress;
  /** The record that is changed as it was before, for who hears of the change. */
  before?: unknown;
}

/** What the server has changed, committed at `lsn`: the request, and what it answered. */
export interface Change {
  method: Method;
  path: string;
  body: unknown;
  before: unknown;
  data: unknown;
  lsn: string;
}

export interface Answer<T> {
  data: T;
  headers: Headers;
  status: number;
}

export interface Surroundings {
  /** 'en' or 'ru': the language of refusals. */
  language: () => string;
  /** Leads to the sign-in page; the page goes away. */
  signIn: () => void;
  /** What is said where no answer comes at all. */
  unreachable: () => { detail: string; hint: string };
  /** Hears of every change that was made from this page. */
  changed?: (change: Change) => void;
}

/**
 * Requests with all that the server asks for: the session's CSRF token, an Idempotency-Key with every POST, If-Match
 * with a version, the position of the last save with every read, so that what was saved is read. Throws RequestError.
 */
export class Client {
  #session: Promise<Session> | undefined;
  #lsn = '';
  readonly #surroundings: Surroundings;

  constructor(surroundings: Surroundings) {
    this.#surroundings = surroundings;
  }

  /** Who is signed in: asked once, until forget(). */
  session(): Promise<Session> {
    this.#session ??= this.send<Session>('/api/session').then(({ data }) => data);
    this.#session.catch(() => {
      this.forget();
    });
    return this.#session;
  }

  forget(): void {
    this.#session = undefined;
  }

  /** The X-Walcast-Lsn of the last change that was saved from this page, '' before the first. */
  get lsn(): string {
    return this.#lsn;
  }

  /** What is said where no answer comes, or none that is whole. */
  unreachable(): { detail: string; hint: string } {
    return this.#surroundings.unreachable();
  }

  /** Something was saved up to this position, as a report in the midst of an answer tells. */
  saved(lsn: string): void {
    this.#lsn = lsn;
  }

  async send<T>(path: string, request: Request = {}): Promise<Answer<T>> {
    const response = await this.open(path, request);
    const data = await contentOf(response);
    const { method = 'GET', body, before } = request;
    const lsn = response.headers.get('X-Walcast-Lsn');
    if (method !== 'GET' && lsn !== null) this.#surroundings.changed?.({ method, path, body, before, data, lsn });
    return { data: data as T, headers: response.headers, status: response.status };
  }

  /** The answer before its content has come: for what tells how far it is. */
  async open(path: string, request: Request = {}): Promise<Response> {
    const method = request.method ?? 'GET';
    const init: RequestInit = {
      method,
      headers: await this.#headers(method, request),
      body: asBody(request.body),
      signal: request.signal ?? null,
      credentials: 'same-origin',
    };
    const again = request.once !== false;
    const transport = transportOf(request);
    let response = await this.#fetch(path + queryText(request.query), init, again, transport);
    if (response.status === 403 && method !== 'GET' && (await this.#tokenWasReplaced())) {
      response = await this.#fetch(path + queryText(request.query), { ...init, headers: await this.#headers(method, request) }, again, transport);
    }
    const position = response.headers.get('X-Walcast-Lsn');
    if (method !== 'GET' && position !== null) this.saved(position);
    if (response.ok) return response;
    const error = new RequestError(await problemOf(response));
    if (error.status === 401 && path !== '/api/account/password') {
      this.forget();
      this.#surroundings.signIn();
    }
    throw error;
  }

  /** By another window of this browser, which has changed the password, say: the session is the same user's, and new. */
  async #tokenWasReplaced(): Promise<boolean> {
    const before = await this.session();
    this.forget();
    const after = await this.session();
    return after.id === before.id && after.csrf !== before.csrf;
  }

  async #headers(method: Method, request: Request): Promise<Record<string, string>> {
    const headers: Record<string, string> = { Accept: 'application/json', 'Accept-Language': this.#surroundings.language() };
    if (request.body !== undefined) headers['Content-Type'] = request.body instanceof Blob ? request.body.type : 'application/json';
    if (request.version !== undefined) headers['If-Match'] = `"${request.version}"`;
    if (method === 'GET') {
      if (this.#lsn !== '') headers['X-Walcast-Lsn'] = this.#lsn;
    } else {
      const { csrf } = await this.session();
      if (csrf !== undefined) headers['X-CSRF-Token'] = csrf;
      if (method === 'POST' && request.once !== false) headers['Idempotency-Key'] = key();
    }
    return { ...headers, ...request.headers };
  }

  /** A POST whose answer was lost is sent once more: its key makes sure that it is done once. */
  async #fetch(url: string, init: RequestInit, again: boolean, transport: Transport): Promise<Response> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await transport(url, init);
      } catch (cause) {
        if (init.signal?.aborted === true) throw cause;
        if (attempt === 1 && again && (init.method === 'POST' || init.method === 'GET')) continue;
        const { detail, hint } = this.unreachable();
        throw new RequestError({ type: 'about:blank', title: '', status: 0, detail, hint, request_id: '' });
      }
    }
  }
}

type Transport = (url: string, init: RequestInit) => Promise<Response>;

const transportOf = ({ progress }: Request): Transport =>
  progress === undefined ? (url, init) => fetch(url, init) : (url, init) => fetchWithProgress(url, init, progress);

function asBody(body: unknown): BodyInit | null {
  if (body === undefined) return null;
  return body instanceof Blob ? body : JSON.stringify(body);
}

/** "?a=1&b=2", '' for nothing. */
export function queryText(query: Query = {}): string {
  const words = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    for (const one of Array.isArray(value) ? (value as readonly QueryValue[]) : [value as QueryValue]) {
      if (one !== undefined && one !== null && one !== '') words.append(name, String(one));
    }
  }
  const text = words.toString();
  return text === '' ? '' : `?${text}`;
}

async function contentOf(response: Response): Promise<unknown> {
  if (response.status === 204) return undefined;
  const type = response.headers.get('Content-Type') ?? '';
  return type.includes('json') ? response.json() : response.text();
}

async function problemOf(response: Response): Promise<Problem & Record<string, unknown>> {
  const type = response.headers.get('Content-Type') ?? '';
  if (type.includes('problem+json')) return (await response.json()) as Problem & Record<string, unknown>;
  // A proxy before the server answered.
  return { type: 'about:blank', title: response.statusText, status: response.status, detail: `${response.status} ${response.statusText}`, request_id: '' };
}

/** Also where the page came over plain HTTP, which has no crypto.randomUUID. */
function key(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
