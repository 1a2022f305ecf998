// Files into the catalogue: looked at, then applied whole or in batches.
import type { Client } from '../api/client.ts';
import { RequestError } from '../api/problem.ts';
import type { components, Problem } from '../api/types.ts';
import { jsonLines } from './lines.ts';

export type Report = components['schemas']['ImportReport'];
export type Fault = components['schemas']['ImportFault'];

export interface Progress {
  done: number;
  of: number;
  created: number;
  updated: number;
  unchanged: number;
}

/** How an import in batches ended: with all rows, or before, with those that are in. */
export interface Ending {
  progress: Progress;
  /** Why it ended early; undefined where all rows are in, or where the user stopped it. */
  problem: RequestError | undefined;
  stopped: boolean;
}

export type Mode = 'transaction' | 'batches';

export const largestFile = 16 * 1024 * 1024; // bytes
export const mostWhole = 20_000; // rows that one transaction takes

/** The kind of a file by its name, else by what the system calls it; undefined where it is none of ours. */
export function kindOf({ name, type }: Pick<File, 'name' | 'type'>): 'csv' | 'json' | undefined {
  if (/\.(csv|tsv|txt)$/i.test(name) || type === 'text/csv') return 'csv';
  return /\.json$/i.test(name) || type === 'application/json' ? 'json' : undefined;
}

interface Question {
  resource: string;
  file: File;
  signal: AbortSignal;
}

const types = { csv: 'text/csv', json: 'application/json' };

function request({ resource, file, signal }: Question) {
  const kind = kindOf(file) ?? 'csv';
  // The system's name for the kind may be another one, a spreadsheet's.
  const body = new Blob([file], { type: types[kind] });
  return { path: `/api/admin/${resource}/import.${kind}`, init: { method: 'POST' as const, body, signal } };
}

/** What an import would do; changes nothing. Throws RequestError where the file as a whole cannot be read. */
export async function look(client: Client, question: Question): Promise<Report> {
  const { path, init } = request(question);
  return (await client.send<Report>(path, { ...init, once: false, query: { dry_run: true, mode: 'batches' } })).data;
}

/** All rows or none. */
export async function applyWhole(client: Client, question: Question): Promise<Report> {
  const { path, init } = request(question);
  return (await client.send<Report>(path, init)).data;
}

/**
 * Batch after batch, each of which stays; `told` hears of each. Aborting the signal stops before the next one. Throws
 * RequestError where nothing was begun.
 */
export async function applyInBatches(client: Client, question: Question, told: (progress: Progress) => void): Promise<Ending> {
  const { path, init } = request(question);
  const response = await client.open(path, { ...init, once: false, query: { mode: 'batches' } });
  let progress: Progress = { done: 0, of: 0, created: 0, updated: 0, unchanged: 0 };
  try {
    if (response.body === null) throw brokenOff(client);
    for await (const line of jsonLines(response.body)) {
      const value = line as Partial<Progress & Report & { problem: Problem & Record<string, unknown>; lsn: string }>;
      if (value.lsn !== undefined) client.saved(value.lsn);
      if (value.problem !== undefined) return { progress: { ...progress, ...counts(value) }, problem: new RequestError(value.problem), stopped: false };
      if (value.rows !== undefined) return { progress: { ...progress, ...counts(value), done: value.rows, of: value.rows }, problem: undefined, stopped: false };
      progress = { ...progress, ...counts(value) };
      told(progress);
    }
  } catch (error) {
    if (question.signal.aborted) return { progress, problem: undefined, stopped: true };
    if (!(error instanceof TypeError || error instanceof SyntaxError || error instanceof RequestError)) throw error;
  }
  return { progress, problem: brokenOff(client), stopped: false };
}

function counts(line: Partial<Progress>): Partial<Progress> {
  const { done, of, created, updated, unchanged } = line;
  return Object.fromEntries(Object.entries({ done, of, created, updated, unchanged }).filter(([, value]) => value !== undefined));
}

/** The connection went before the last line. */
function brokenOff(client: Client): RequestError {
  const { detail, hint } = client.unreachable();
  return new RequestError({ type: 'about:blank', title: '', status: 0, detail, hint, request_id: '' });
}
