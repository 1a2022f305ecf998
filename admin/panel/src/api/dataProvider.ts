// react-admin's questions in the dialect of /api/admin.
import type { DataProvider, Identifier, RaRecord } from 'react-admin';
import { isBestFirst } from './bestFirst.ts';
import type { Answer, Client, Query } from './client.ts';

interface Versioned {
  version?: number;
}

export function dataProvider(client: Client): DataProvider {
  const provider = {
    getList: (resource: string, { pagination, sort, filter, signal }: ListQuestion) =>
      list(client, resource, { ...(filter as Query), ...(isBestFirst(resource, sort, filter) ? {} : sorted(sort)), ...paged(pagination) }, signal),

    getManyReference: (resource: string, { target, id, pagination, sort, filter, signal }: ReferenceQuestion) =>
      list(client, resource, { ...(filter as Query), [target]: String(id), ...sorted(sort), ...paged(pagination) }, signal),

    getOne: async (resource: string, { id, signal }: { id: Identifier; signal?: AbortSignal }) => {
      const { data } = await client.send<RaRecord>(place(resource, id), { signal });
      return { data };
    },

    getMany: async (resource: string, { ids, signal }: { ids: Identifier[]; signal?: AbortSignal }) => {
      if (ids.length === 0) return { data: [] };
      const { data } = await client.send<RaRecord[]>(place(resource), { query: { id: ids.map(String) }, signal });
      return { data };
    },

    create: async (resource: string, { data }: { data: unknown }) => {
      const answer = await client.send<RaRecord>(place(resource), { method: 'POST', body: data });
      return { data: answer.data };
    },

    /** Saves the whole record as the version that was read. */
    update: async (resource: string, { id, data, previousData }: { id: Identifier; data: Versioned; previousData?: Versioned }) => {
      const version = previousData?.version ?? data.version;
      const answer = await client.send<RaRecord>(place(resource, id), { method: 'PUT', body: data, version });
      return { data: answer.data };
    },

    /** `data`: fields that all of them get. */
    updateMany: async (resource: string, { ids, data }: { ids: Identifier[]; data: unknown }) => {
      await client.send(`${place(resource)}/bulk/update`, { method: 'POST', body: { items: items(ids), set: data } });
      return { data: ids };
    },

    delete: async (resource: string, { id, previousData }: { id: Identifier; previousData?: RaRecord & Versioned }) => {
      const known = previousData?.version === undefined ? await client.send<RaRecord & Versioned>(place(resource, id)) : undefined;
      const record = known?.data ?? previousData;
      await client.send(place(resource, id), { method: 'DELETE', version: record?.version, before: record });
      return { data: record ?? { id } };
    },

    deleteMany: async (resource: string, { ids }: { ids: Identifier[] }) => {
      await client.send(`${place(resource)}/bulk/delete`, { method: 'POST', body: { items: items(ids) } });
      return { data: ids };
    },

    supportAbortSignal: true,
  };
  return provider as unknown as DataProvider;
}

interface ListQuestion {
  pagination?: { page: number; perPage: number };
  sort?: { field: string; order: 'ASC' | 'DESC' };
  filter?: unknown;
  signal?: AbortSignal;
}

interface ReferenceQuestion extends ListQuestion {
  target: string;
  id: Identifier;
}

const place = (resource: string, id?: Identifier): string =>
  `/api/admin/${resource}${id === undefined ? '' : `/${encodeURIComponent(id)}`}`;

const items = (ids: Identifier[]) => ids.map((id) => ({ id }));

/** Several fields are written "rating,title", each with its order: "DESC,ASC", or one order for all. */
function sorted(sort: ListQuestion['sort']): Query {
  if (sort === undefined || sort.field === '') return {};
  const fields = sort.field.split(',');
  const orders = sort.order.split(',');
  return { _sort: sort.field, _order: fields.map((_, at) => orders[at] ?? orders[0] ?? 'ASC').join(',') };
}

function paged(pagination: ListQuestion['pagination']): Query {
  if (pagination === undefined) return {};
  const { page, perPage } = pagination;
  return { _start: (page - 1) * perPage, _end: page * perPage };
}

async function list(client: Client, resource: string, query: Query, signal?: AbortSignal) {
  const answer: Answer<RaRecord[]> = await client.send(place(resource), { query, signal });
  return {
    data: answer.data,
    total: Number(answer.headers.get('X-Total-Count') ?? answer.data.length),
    // Of a large table the count is an estimate; lists may say so.
    meta: { estimated: answer.headers.get('X-Total-Count-Kind') === 'estimate' },
  };
}
