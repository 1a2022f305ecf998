// Programs that a test starts, and waiting for what they do.
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { openSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** A variable that tests/support/fixture.sh or ctest sets. */
export function variable(name: string): string {
  const value = process.env[name];
  if (value === undefined || value === '') throw new Error(`${name} is not set; see admin/panel/README.md, "Tests"`);
  return value;
}

/** What a command prints; throws with its words where it fails. */
export async function output(command: string, words: string[], input?: string): Promise<string> {
  const running = run(command, words, { maxBuffer: 64 << 20 });
  running.child.stdin?.end(input);
  return (await running).stdout;
}

/** Asks again until it is there; throws `what()` where it is not in time. */
export async function until(there: () => Promise<boolean> | boolean, what: () => string, seconds = 120): Promise<void> {
  const end = Date.now() + seconds * 1000;
  while (!(await there())) {
    if (Date.now() > end) throw new Error(what());
    await pause(50);
  }
}

export async function answers(url: string): Promise<boolean> {
  try {
    return (await fetch(url, { signal: AbortSignal.timeout(5000) })).ok;
  } catch {
    return false;
  }
}

/**
 * "127.0.0.1:PORT", free a moment ago. It is below those that the system gives to connections on their way out: one of
 * them could take it before the program does.
 */
export async function freeAddress(): Promise<string> {
  for (let attempt = 0; attempt < 100; attempt += 1) {
    const port = randomInt(20_000, 32_000);
    const server = createServer().listen(port, '127.0.0.1');
    const free = await once(server, 'listening').then(() => true, () => false);
    if (!free) continue;
    server.close();
    await once(server, 'close');
    return `127.0.0.1:${port}`;
  }
  throw new Error('there is no free port');
}

/** A program that runs until it is stopped; its words go to a file. */
export class Program {
  readonly #process: ChildProcess;
  readonly #log: string;

  constructor(command: string, words: string[], log: string) {
    this.#log = log;
    const file = openSync(log, 'a');
    this.#process = spawn(command, words, { stdio: ['ignore', file, file] });
  }

  get running(): boolean {
    return this.#process.exitCode === null && this.#process.signalCode === null;
  }

  get log(): string {
    return readFileSync(this.#log, 'utf8');
  }

  async ready(url: string): Promise<void> {
    const tail = () => `the program is not ready:\n${this.log.slice(-3000)}`;
    await until(async () => {
      if (!this.running) throw new Error(tail());
      return answers(url);
    }, tail);
  }

  async stop(signal: 'SIGTERM' | 'SIGKILL' = 'SIGTERM'): Promise<void> {
    if (!this.running) return;
    const ended = once(this.#process, 'exit');
    this.#process.kill(signal);
    await ended;
  }
}
