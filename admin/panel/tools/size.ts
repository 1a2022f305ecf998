// Fails where the page loads more before it shows anything than the budget allows.
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { gzipSync } from 'node:zlib';

const budget = 420; // KB: the entry and what it imports statically, gzip
const built = resolve(import.meta.dirname, '../../../build/panel');

const page = readFileSync(resolve(built, 'index.html'), 'utf8');
const scripts = [...page.matchAll(/(?:src|href)="\/(assets\/[^"]+\.js)"/g)].map((found) => found[1] ?? '');
if (scripts.length === 0) throw new Error('index.html names no script');
const sizes = scripts.map((name) => ({ name, kb: gzipSync(readFileSync(resolve(built, name)), { level: 9 }).length / 1000 }));
const total = sizes.reduce((sum, { kb }) => sum + kb, 0);
for (const { name, kb } of sizes) console.log(`${kb.toFixed(1).padStart(8)} KB  ${name}`);
console.log(`${total.toFixed(1).padStart(8)} KB  of ${budget} KB`);
if (total > budget) process.exitCode = 1;
