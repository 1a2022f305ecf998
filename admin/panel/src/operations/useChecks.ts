// What the stream rests on, asked of walcast now and then; all parts of the page share one question.
import { useQuery } from '@tanstack/react-query';
import { useClient } from '../api/ClientContext.tsx';
import type { components } from '../api/schema.ts';
import type { Condition } from './condition.ts';
import { useStream } from './useStream.ts';

export type Check = components['schemas']['StreamChecks']['checks'][number];

export function useChecks() {
  const client = useClient();
  const { live } = useStream();
  return useQuery({
    queryKey: ['operations', 'checks', live], // what was well before walcast went away says nothing now
    queryFn: async ({ signal }) => (await client.send<{ checks: Check[] }>('/api/ops/checks', { signal })).data,
    refetchInterval: ({ state }) => askAgain(state.data?.checks ?? []),
    retry: false,
  });
}

/** After how many milliseconds to ask again: what fails enters the headline and may pass soon, as the slot of a walcast that starts. */
export const askAgain = (checks: readonly Check[]): number => (checks.some(({ ok }) => !ok) ? 3_000 : 30_000);

/** The stream tells by itself how it is, and sooner than it is asked. */
export function checksCondition(checks: readonly Check[]): Condition {
  const failed = checks.filter(({ name, ok }) => !ok && name !== 'stream');
  return failed.length === 0 ? { tone: 'good', word: 'checks.passed' } : { tone: 'bad', word: 'checks.failed', values: { smart_count: failed.length } };
}

/** What a passed check says, in words of the panel where it has them: walcast speaks English. */
export function passedWords({ name, detail = '' }: Check, translate: (key: string, values?: Record<string, string>) => string): string {
  const position = /^at (\S+)$/.exec(detail)?.[1];
  if (name === 'postgresql' && position !== undefined) return translate('operations.checks.position', { position });
  const [, slot, wal] = /^(.*), WAL (\w+)$/.exec(detail) ?? [];
  if (name === 'slot' && slot !== undefined && wal !== undefined) return `${slot} · WAL ${translate(`operations.slot.status.${wal}`, { _: wal })}`;
  if (name === 'stream' && /^\w+$/.test(detail)) return translate(`operations.condition.decoder.${detail}`, { _: detail });
  return detail;
}
