// @vitest-environment node
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, it } from 'vitest';
import { apiTypes, program } from '../../tools/openapi.ts';

// Without walcast-admin there is nothing to compare with; ctest has it.
it.skipIf(program() === undefined)('has the types of the API that the server describes: npm run api', { timeout: 60_000 }, async () => {
  expect((await apiTypes()) === readFileSync(resolve(import.meta.dirname, 'schema.ts'), 'utf8')).toBe(true);
});
