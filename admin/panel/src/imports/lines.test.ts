import { expect, it } from 'vitest';
import { jsonLines } from './lines.ts';

function streamOf(...parts: Uint8Array[]): ReadableStream<Uint8Array> {
  return new ReadableStream({
    start(controller) {
      for (const part of parts) controller.enqueue(part);
      controller.close();
    },
  });
}

async function all(...parts: (string | Uint8Array)[]): Promise<unknown[]> {
  const bytes = parts.map((part) => (typeof part === 'string' ? new TextEncoder().encode(part) : part));
  const values: unknown[] = [];
  for await (const value of jsonLines(streamOf(...bytes))) values.push(value);
  return values;
}

it('reads lines however the network cuts them', async () => {
  expect(await all('{"done":1}\n{"do', 'ne":2}\n\n{"rows"', ':2}')).toEqual([{ done: 1 }, { done: 2 }, { rows: 2 }]);
});

it('reads a letter that is cut in two', async () => {
  const bytes = new TextEncoder().encode('{"message":"Готово"}\n');
  expect(await all(bytes.slice(0, 13), bytes.slice(13))).toEqual([{ message: 'Готово' }]);
});

it('throws at what is no JSON, after the lines before it', async () => {
  await expect(all('{"done":1}\nnonsense\n')).rejects.toThrow(SyntaxError);
});
