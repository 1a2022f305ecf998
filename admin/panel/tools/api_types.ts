// api_types.ts FILE: writes the types of the server's API, as `walcast-admin openapi` describes it.
import { writeFileSync } from 'node:fs';
import { apiTypes } from './openapi.ts';

const file = process.argv[2];
if (file === undefined) throw new Error('usage: api_types.ts FILE');
writeFileSync(file, await apiTypes());
