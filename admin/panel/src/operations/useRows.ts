import { useQuery } from '@tanstack/react-query';
import type { Client } from '../api/client.ts';
import { useClient } from '../api/ClientContext.tsx';
import type { components } from '../api/schema.ts';
import { useStream } from './useStream.ts';

type Freshness = components['schemas']['Freshness'];

const entities = ['films', 'genres', 'persons'] as const;
type Entity = (typeof entities)[number];
type Counted = Record<Entity, { rows: number; first: string | undefined }>;

async function count(client: Client, signal: AbortSignal): Promise<Counted> {
  const counted = await Promise.all(
    entities.map(async (entity) => {
      const { data, headers } = await client.send<{ id: string }[]>(`/api/admin/${entity}`, { query: { _start: 0, _end: 1, _count: 'exact' }, signal });
      return [entity, { rows: Number(headers.get('X-Total-Count')), first: data[0]?.id }] as const;
    }),
  );
  return Object.fromEntries(counted) as Counted;
}

/** Which generation holds the documents of what: that of any one of them. */
async function generations(client: Client, counted: Counted, signal: AbortSignal): Promise<Map<string, Entity>> {
  const found = new Map<string, Entity>();
  for (const entity of entities) {
    const { first } = counted[entity];
    if (first === undefined) continue;
    const { data } = await client.send<Freshness>(`/api/admin/${entity}/${first}/freshness`, { signal });
    if (data.generation !== null) found.set(data.generation, entity);
  }
  return found;
}

/**
 * How many rows the database has for each index, by the index's name; counted each five seconds. What an index is made
 * of its configuration alone knows: it is told from the generation in which a record's document is found.
 */
export function useRows(): Map<string, number> {
  const client = useClient();
  const { status, live } = useStream();
  const served = status.indices.map(({ generation }) => generation ?? '').join(' ');
  const { data: counted } = useQuery({
    queryKey: ['operations', 'rows'],
    queryFn: ({ signal }) => count(client, signal),
    refetchInterval: 5000,
    enabled: live,
  });
  const { data: kinds } = useQuery({
    queryKey: ['operations', 'generations', served],
    queryFn: ({ signal }) => (counted === undefined ? new Map<string, Entity>() : generations(client, counted, signal)),
    enabled: live && counted !== undefined,
    staleTime: Infinity,
  });
  const rows = new Map<string, number>();
  for (const { name, generation } of status.indices) {
    const entity = generation === null ? undefined : kinds?.get(generation);
    if (entity !== undefined && counted !== undefined) rows.set(name, counted[entity].rows);
  }
  return rows;
}
