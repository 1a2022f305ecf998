import { HttpError } from 'react-admin';
import type { Problem } from './types.ts';

/** What forms show beside their fields: {title: '…', genres: [{id: '…'}]}, and `root` for the whole. */
export type FormErrors = Record<string, unknown>;

type FullProblem = Problem & Record<string, unknown>;

/**
 * A request that was refused, or never answered (status 0). `message` is what is shown: what is wrong and what to do,
 * in the user's language, from the server where it answered. `problem` has both apart, and members beside the standard
 * ones such as `current`. `body.errors` is what react-admin gives to a form.
 */
export class RequestError extends HttpError {
  readonly problem: FullProblem;

  constructor(problem: FullProblem) {
    const errors = formErrors(problem);
    super(sentences(problem), problem.status, errors === undefined ? {} : { errors });
    Object.setPrototypeOf(this, RequestError.prototype); // HttpError makes every descendant its own kind
    this.name = 'RequestError';
    this.problem = problem;
  }
}

/** What is wrong, whoever threw it. */
export function inWords(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function sentences({ detail, hint }: Problem): string {
  return hint === undefined || hint === '' ? detail : `${detail} ${hint}`;
}

/** The server's [{field: "genres/0/id", message}] in the shape of the form; undefined where no field is at fault. */
export function formErrors(problem: Problem): FormErrors | undefined {
  if (problem.errors === undefined || problem.errors.length === 0) return undefined;
  const errors: FormErrors = { root: { serverError: sentences(problem) } };
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
