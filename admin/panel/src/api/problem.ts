import { HttpError } from 'react-admin';
import type { Problem } from './types.ts';

/** What forms show beside their fields: {title: '…', genres: [{id: '…'}]}, and `root` for the whole. */
export type FormErrors = Record<string, unknown>;

/**
 * A request that was refused, or never answered (status 0). `message` is a sentence in the user's language, from the
 * server where it answered; `hint` says what to do. `body.errors` is what react-admin gives to a form.
 */
export class RequestError extends HttpError {
  readonly problem: Problem & Record<string, unknown>;
  readonly hint: string | undefined;

  constructor(problem: Problem & Record<string, unknown>) {
    const errors = formErrors(problem);
    super(problem.detail, problem.status, errors === undefined ? {} : { errors });
    this.name = 'RequestError';
    this.problem = problem;
    this.hint = problem.hint;
  }
}

/** The sentence and what to do, as one text for a notification. */
export function inWords(error: unknown): string {
  if (error instanceof RequestError && error.hint !== undefined) return `${error.message} ${error.hint}`;
  return error instanceof Error ? error.message : String(error);
}

/** The server's [{field: "genres/0/id", message}] in the shape of the form; undefined where no field is at fault. */
export function formErrors(problem: Problem): FormErrors | undefined {
  if (problem.errors === undefined || problem.errors.length === 0) return undefined;
  const errors: FormErrors = { root: { serverError: problem.detail } };
  for (const { field, message } of problem.errors) place(errors, field.split('/'), message);
  return errors;
}

function place(errors: FormErrors, [name, ...rest]: string[], message: string): void {
  if (name === undefined || name === '') return;
  if (rest.length === 0) {
    errors[name] ??= message;
    return;
  }
  const inner = errors[name];
  const next: FormErrors = typeof inner === 'object' && inner !== null ? (inner as FormErrors) : {};
  errors[name] = next;
  place(next, rest, message);
}
