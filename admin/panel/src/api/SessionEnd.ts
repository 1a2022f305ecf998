// What happens when the session is over. Whoever has typed something stays with it and is told; anybody else is led to
// the sign-in page.

export class SessionEnd {
  readonly #forms = new Set<() => boolean>();
  readonly #listeners = new Set<() => void>();
  readonly #leave: () => void;
  #isKnown = false;
  #isTold = false;

  constructor(leave: () => void) {
    this.#leave = leave;
  }

  /** A form that says, whenever it is asked, whether it holds what is not saved. Ends with what is returned. */
  watch(isUnsaved: () => boolean): () => void {
    this.#forms.add(isUnsaved);
    return () => {
      this.#forms.delete(isUnsaved);
    };
  }

  /** Something would be lost if the page went away. */
  get stays(): boolean {
    return [...this.#forms].some((isUnsaved) => isUnsaved());
  }

  /** A request was refused. Told once only: a page may go on asking every few seconds. */
  over(): void {
    if (!this.stays) this.#leave();
    else if (!this.#isKnown) this.tell();
  }

  /** A save was refused: it is told however often that happens. */
  tell(): void {
    this.#isKnown = true;
    this.#change(true);
  }

  close(): void {
    this.#change(false);
  }

  /** Somebody has signed in again, in another tab. */
  begun(): void {
    this.#isKnown = false;
    this.#change(false);
  }

  /** For useSyncExternalStore: whether it is being told. */
  readonly isTold = (): boolean => this.#isTold;
  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  };

  #change(isTold: boolean): void {
    this.#isTold = isTold;
    for (const listener of this.#listeners) listener();
  }
}
