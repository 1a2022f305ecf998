// Follows the status as server-sent events. EventSource resumes by itself behind the last event where the connection
// breaks; here is what it leaves to us: a server that refuses, one that is silent, a tab that nobody looks at.
import { RequestError } from '../api/problem.ts';
import { readStatus, type Status } from './status.ts';
import { errorWords, problemWords } from './words.ts';

/** Of EventSource what is used, so that a test can stand in for it. */
export interface Source {
  readonly readyState: number;
  addEventListener(type: string, listener: (event: MessageEvent<string>) => void): void;
  close(): void;
}

/** Why what is shown is not what is now. */
export interface Trouble {
  /** away: walcast; problem: it cannot tell its status; server: walcast-admin does not answer; refused: not for this user. */
  kind: 'away' | 'problem' | 'server' | 'refused';
  /** In words; '' where the panel has its own. */
  message: string;
}

export interface Heard {
  /** asleep: nobody looks at the tab. ended: there will be no further attempt. */
  link: 'connecting' | 'open' | 'asleep' | 'ended';
  /** The last one that came, however old it is. */
  status: Status | undefined;
  /** Unix milliseconds of when that was. */
  heard_at: number | undefined;
  trouble: Trouble | undefined;
  /** Which process of walcast tells: its counters begin anew in another. */
  epoch: string;
  /** Events that never came, since the page was opened. */
  missed: number;
}

export interface EventOptions {
  open: () => Source;
  /** The status by an ordinary request, which says why where there is none. */
  ask: () => Promise<unknown>;
  /** Silence in milliseconds before we ask: a status that does not change is told by no event. */
  quiet?: number;
  /** How long a tab is hidden before its connection is closed. */
  patience?: number;
  random?: () => number;
}

const closed = 2;
const longestPause = 30_000;

export class EventReader {
  #heard: Heard = { link: 'connecting', status: undefined, heard_at: undefined, trouble: undefined, epoch: '', missed: 0 };
  readonly #options: Required<EventOptions>;
  readonly #readers = new Set<() => void>();
  #source: Source | undefined;
  #silence: ReturnType<typeof setTimeout> | undefined;
  #again: ReturnType<typeof setTimeout> | undefined;
  #asleep: ReturnType<typeof setTimeout> | undefined;
  #attempts = 0;
  #number = 0;
  #asking = false;
  #running = false;

  constructor(options: EventOptions) {
    this.#options = { quiet: 10_000, patience: 30_000, random: Math.random, ...options };
  }

  readonly heard = (): Heard => this.#heard;

  readonly subscribe = (reader: () => void): (() => void) => {
    this.#readers.add(reader);
    return () => this.#readers.delete(reader);
  };

  start(): void {
    this.#running = true;
    document.addEventListener('visibilitychange', this.#onVisibility);
    this.#open();
    this.#onVisibility();
  }

  stop(): void {
    this.#running = false;
    document.removeEventListener('visibilitychange', this.#onVisibility);
    clearTimeout(this.#asleep);
    this.#close();
  }

  #tell(news: Partial<Heard>): void {
    this.#heard = { ...this.#heard, ...news };
    for (const reader of this.#readers) reader();
  }

  #open(): void {
    this.#close();
    const source = this.#options.open();
    this.#source = source;
    this.#tell({ link: 'connecting' });
    // What a source that was closed still has to say is of no interest.
    const on = (type: string, act: (event: MessageEvent<string>) => void) => {
      source.addEventListener(type, (event) => {
        if (this.#source === source) act(event);
      });
    };
    on('open', () => {
      this.#tell({ link: 'open' });
      // Where nothing has changed meanwhile no event will say that all is well again.
      if (this.#heard.trouble !== undefined) void this.#ask();
    });
    on('status', ({ data, lastEventId }) => {
      if (this.#isNew(lastEventId)) this.#take(parsed(data));
    });
    on('problem', ({ data }) => {
      this.#fail({ kind: 'problem', message: problemWords(parsed(data)) });
    });
    on('away', () => {
      this.#fail({ kind: 'away', message: '' });
    });
    on('error', () => {
      this.#onError(source);
    });
    this.#awaitSilence();
  }

  #close(): void {
    this.#source?.close();
    this.#source = undefined;
    clearTimeout(this.#silence);
    clearTimeout(this.#again);
  }

  /** Ids are an epoch and a number. An older event than the last is left out; the last one again says that it still holds. */
  #isNew(id: string): boolean {
    const [epoch = '', digits = ''] = id.split('-');
    if (digits === '') return true;
    const number = Number(digits);
    const first = epoch !== this.#heard.epoch;
    if (!first && number < this.#number) return false;
    const missed = first ? 0 : Math.max(0, number - this.#number - 1);
    this.#number = number;
    if (first || missed > 0) this.#heard = { ...this.#heard, epoch, missed: this.#heard.missed + missed };
    return true;
  }

  #take(value: unknown): void {
    const status = readStatus(value);
    if (status === undefined) {
      this.#fail({ kind: 'problem', message: '' });
      return;
    }
    this.#attempts = 0;
    this.#tell({ status, heard_at: Date.now(), trouble: undefined });
    this.#awaitSilence();
  }

  #fail(trouble: Trouble): void {
    this.#tell({ trouble });
    this.#awaitSilence();
  }

  #awaitSilence(): void {
    clearTimeout(this.#silence);
    this.#silence = setTimeout(() => void this.#ask(), this.#options.quiet);
  }

  /** The source connects anew by itself, unless the answer was a refusal: then it never will. */
  #onError(source: Source): void {
    this.#tell({ link: 'connecting' });
    if (source.readyState === closed) {
      this.#close();
      const pause = Math.min(longestPause, 1000 * 2 ** this.#attempts);
      this.#attempts += 1;
      this.#again = setTimeout(() => {
        this.#open();
      }, pause * (0.75 + this.#options.random() / 2));
    }
    void this.#ask();
  }

  async #ask(): Promise<void> {
    if (this.#asking) return;
    this.#asking = true;
    try {
      const answer = await this.#options.ask();
      if (this.#listens()) this.#take(answer);
    } catch (error) {
      if (this.#listens()) this.#onRefusal(error);
    } finally {
      this.#asking = false;
    }
  }

  #listens(): boolean {
    return this.#running && this.#heard.link !== 'asleep' && this.#heard.link !== 'ended';
  }

  #onRefusal(error: unknown): void {
    const status = error instanceof RequestError ? error.problem.status : 0;
    // Whatever else was thrown is no answer either, and has no words for people.
    const message = error instanceof RequestError ? errorWords(error) : '';
    if (status === 401 || status === 403) {
      this.#close();
      this.#tell({ link: 'ended', trouble: { kind: 'refused', message } });
      return;
    }
    // That walcast is away is known better from its own event.
    const away = status !== 0 && this.#heard.trouble?.kind === 'away';
    this.#fail(away ? { kind: 'away', message } : { kind: status === 0 ? 'server' : 'problem', message });
  }

  readonly #onVisibility = (): void => {
    clearTimeout(this.#asleep);
    if (document.visibilityState === 'hidden') {
      this.#asleep = setTimeout(() => {
        if (this.#heard.link === 'ended') return;
        this.#close();
        this.#tell({ link: 'asleep' });
      }, this.#options.patience);
    } else if (this.#heard.link === 'asleep') {
      this.#attempts = 0;
      this.#open();
    }
  };
}

function parsed(data: string): unknown {
  try {
    return JSON.parse(data) as unknown;
  } catch {
    return undefined;
  }
}
