// Follows saves until a visitor's search finds them, by asking the server, which waits a while for each.
import { inWords } from '../api/problem.ts';
import { isOpen, type Mark, type Save, type Saves } from './saves.ts';
import type { Freshness } from './types.ts';

/** Asks once; the server waits up to so many seconds. Throws RequestError. */
export type Look = (save: Save, seconds: number, signal: AbortSignal) => Promise<Freshness>;

const mostAtOnce = 2; // as many as the server lets wait
const firstSeconds = 2; // soon enough to say why nothing comes
const longSeconds = 10;
const shortSeconds = 1; // something keeps it: others may need the place more
const busyPause = 1000;
const shortestPause = 2500;
const longestPause = 30_000;

/** What an answer says about a save that is `age` milliseconds old and was marked `before`. */
export function judged(answer: Freshness, before: Mark, age: number | null): Mark {
  if (answer.state === 'gone') return { state: 'gone', afterMs: age };
  if (answer.searchable === true) return { state: 'searchable', afterMs: age };
  const why = answer.why ?? '';
  if (why !== '') return { state: 'held', why };
  // One that is told at once, because others wait, knows no more than before; nor does one that waited a moment.
  const longer = (answer.waited_ms ?? 0) > firstSeconds * 1500;
  const known = before.state === 'held' && before.why === '';
  return longer || known ? { state: 'held', why: '' } : { state: 'saved' };
}

interface Course {
  tries: number;
  /** When to look again, as Date.now(). */
  next: number;
  /** Somebody looked all the time: the time it took is known. */
  whole: boolean;
}

export class Watch {
  readonly #saves: Saves;
  readonly #look: Look;
  readonly #running = new Map<number, AbortController>();
  readonly #courses = new Map<number, Course>();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #on = false;

  constructor(saves: Saves, look: Look) {
    this.#saves = saves;
    this.#look = look;
  }

  /** Follows what is there and what comes; the result ends it. Nothing is asked while the page is hidden. */
  start(): () => void {
    const turn = () => {
      this.#turn();
    };
    const seen = () => {
      if (document.hidden) this.#stop();
      else this.#go();
    };
    const leave = this.#saves.subscribe(turn);
    document.addEventListener('visibilitychange', seen);
    seen();
    return () => {
      leave();
      document.removeEventListener('visibilitychange', seen);
      this.#stop();
    };
  }

  #go(): void {
    this.#on = true;
    this.#turn();
  }

  #stop(): void {
    this.#on = false;
    clearTimeout(this.#timer);
    for (const running of this.#running.values()) running.abort();
    this.#running.clear();
    for (const save of this.#saves.all().filter(isOpen)) this.#courseOf(save).whole = false;
  }

  #courseOf(save: Save): Course {
    const course = this.#courses.get(save.key) ?? { tries: 0, next: 0, whole: true };
    this.#courses.set(save.key, course);
    return course;
  }

  #turn(): void {
    if (!this.#on) return;
    clearTimeout(this.#timer);
    const idle = this.#saves.all().filter((save) => isOpen(save) && !this.#running.has(save.key));
    // What was never asked for goes first, then what waits longest.
    const line = idle.map((save) => ({ save, course: this.#courseOf(save) })).sort((a, b) => a.course.next - b.course.next);
    for (const { save, course } of line) {
      if (this.#running.size >= mostAtOnce) return; // the end of one is the next turn
      const pause = course.next - Date.now();
      if (pause > 0) {
        this.#timer = setTimeout(() => {
          this.#turn();
        }, pause);
        return;
      }
      void this.#ask(save, course);
    }
  }

  async #ask(save: Save, course: Course): Promise<void> {
    const control = new AbortController();
    this.#running.set(save.key, control);
    const seconds = save.mark.state === 'held' ? shortSeconds : course.tries === 0 ? firstSeconds : longSeconds;
    course.tries += 1;
    const age = () => (course.whole ? Date.now() - save.at : null);
    const mark = await this.#look(save, seconds, control.signal).then(
      (answer) => judged(answer, save.mark, age()),
      (error: unknown): Mark => ({ state: 'held', why: inWords(error) }),
    );
    if (control.signal.aborted) return;
    this.#running.delete(save.key);
    const pause = mark.state === 'held' ? Math.min(longestPause, shortestPause * 1.2 ** course.tries) : busyPause;
    course.next = Date.now() + pause;
    this.#saves.mark(save.key, mark); // makes the next turn, where the save is still listed
    this.#turn();
  }
}
