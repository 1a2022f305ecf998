// Files that are put together here: the records of a selection, which is too long for one address.
import type { Identifier } from 'react-admin';
import type { Client } from '../api/client.ts';

export type FileKind = 'csv' | 'json';

const atOnce = 200; // ids in an address that stays within what the server reads

/** Pages of a CSV file, each with the head, as one. */
export function joinedCsv(pages: readonly string[]): string {
  return pages.map((page, at) => (at === 0 ? page : page.slice(page.indexOf('\n') + 1))).join('');
}

export async function fileOf(client: Client, resource: string, ids: readonly Identifier[], kind: FileKind): Promise<Blob> {
  const pages: unknown[] = [];
  for (let start = 0; start < ids.length; start += atOnce) {
    const query = { id: ids.slice(start, start + atOnce).map(String) };
    const { data } = await client.send<unknown>(`/api/admin/${resource}/export.${kind}`, { query });
    pages.push(data);
  }
  if (kind === 'csv') return new Blob([joinedCsv(pages as string[])], { type: 'text/csv;charset=utf-8' });
  return new Blob([JSON.stringify(pages.flat(), undefined, 1)], { type: 'application/json' });
}

/** Hands a file to the browser as a download. */
export function download(file: Blob, name: string): void {
  const address = URL.createObjectURL(file);
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  URL.revokeObjectURL(address);
}
