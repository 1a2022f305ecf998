import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import openapi, { astToString } from 'openapi-typescript';

/** walcast-admin; undefined where it is not built. */
export function program(): string | undefined {
  const file = process.env.WALCAST_ADMIN_BIN ?? resolve(import.meta.dirname, '../../../build/dev/admin/server/walcast-admin');
  return existsSync(file) ? file : undefined;
}

/** The text of src/api/schema.ts. */
export async function apiTypes(): Promise<string> {
  const file = program();
  if (file === undefined) throw new Error('walcast-admin is not built: ./dev build walcast-admin');
  const document = execFileSync(file, ['openapi'], { cwd: resolve(import.meta.dirname, '../../..'), encoding: 'utf8', maxBuffer: 64 << 20 });
  const nodes = await openapi(document);
  return `// Made by npm run api from what walcast-admin openapi prints.\n${astToString(nodes)}`;
}
