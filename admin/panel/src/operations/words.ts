// What walcast says, as sentences: its errors are in lower case and without a full stop.
import { RequestError } from '../api/problem.ts';

export function sentence(text: string): string {
  const whole = text.charAt(0).toUpperCase() + text.slice(1);
  return /[.!?…]$/.test(whole) ? whole : `${whole}.`;
}

/** Of a problem: what is wrong and what to do; '' where it says nothing. */
export function problemWords(problem: unknown): string {
  const { detail, hint } = (problem ?? {}) as { detail?: unknown; hint?: unknown };
  return [detail, hint]
    .filter((part): part is string => typeof part === 'string' && part !== '')
    .map(sentence)
    .join(' ');
}

/** Of whatever was thrown. */
export function errorWords(error: unknown): string {
  if (error instanceof RequestError) return problemWords(error.problem);
  return error instanceof Error ? error.message : String(error);
}
