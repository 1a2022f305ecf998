// Fails where the page loads more before it shows anything than the budget allows, or a lazy page more on top of it.
import { readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { gzipSync } from 'node:zlib';

const budget = 420; // KB: the entry and what it imports statically, gzip
/** KB on top of the entry, of a page's own chunk and all that it imports statically, styles too. */
const lazy: Record<string, number> = { OperationsPage: 60 };
const built = resolve(import.meta.dirname, '../../../build/panel');
const assets = resolve(built, 'assets');

const contents = (name: string) => readFileSync(resolve(assets, name));
const sizeOf = (name: string) => gzipSync(contents(name), { level: 9 }).length / 1000;

/** The chunk and those it imports, through all of them. */
function imported(name: string, found = new Set<string>()): Set<string> {
  if (found.has(name)) return found;
  found.add(name);
  const text = contents(name).toString('utf8');
  for (const [, next = ''] of text.matchAll(/\b(?:from|import)\s*["']\.\/([^"']+\.js)["']/g)) imported(next, found);
  return found;
}

function check(what: string, names: Iterable<string>, limit: number): void {
  let total = 0;
  for (const name of names) {
    const kb = sizeOf(name);
    total += kb;
    console.log(`${kb.toFixed(1).padStart(8)} KB  ${name}`);
  }
  console.log(`${total.toFixed(1).padStart(8)} KB  of ${limit} KB: ${what}`);
  if (total > limit) process.exitCode = 1;
}

const page = readFileSync(resolve(built, 'index.html'), 'utf8');
const scripts = [...page.matchAll(/(?:src|href)="\/assets\/([^"]+\.js)"/g)].map((found) => found[1] ?? '');
if (scripts.length === 0) throw new Error('index.html names no script');
const entry = new Set(scripts.flatMap((name) => [...imported(name)]));
check('the entry', entry, budget);

for (const [name, limit] of Object.entries(lazy)) {
  const own = readdirSync(assets).filter((file) => file.startsWith(`${name}-`));
  const chunk = own.find((file) => file.endsWith('.js'));
  if (chunk === undefined) throw new Error(`there is no chunk of ${name}: it is not loaded lazily`);
  const styles = own.filter((file) => file.endsWith('.css'));
  check(name, [...[...imported(chunk)].filter((file) => !entry.has(file)), ...styles], limit);
}
