import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { fact, generation, openOperations } from './operations_page.ts';
import { until } from './program.ts';
import { setStage } from './stage.ts';

const stage = setStage();

const textOf = (page: Page, index: string, name: string) => fact(page, index, name).innerText();
const rows = async () => Number((await stage.site.sql('SELECT count(*) FROM content.film_work'))[0]);

it('shows the stream live: its parts, indices, charts, checks, and what changes', async () => {
  await using window = await stage.open('operator');
  const { page } = window;
  await page.goto('/');
  await page.getByRole('menuitem', { name: 'Operations' }).click();
  await page.getByText('All is well: changes are written as they come').waitFor();

  const movies = stage.site.alias('movies');
  await expect.poll(() => textOf(page, movies, 'Documents')).toBe('300');
  await page.getByRole('article', { name: movies }).getByText('of 300 rows').waitFor();
  await expect.poll(() => textOf(page, movies, 'Generation')).toBe(await generation(stage.site, 'movies'));
  await expect.poll(() => textOf(page, movies, 'Lag, time')).toMatch(/^[\d.]+ (sec|ms)$/);
  await page.getByText(stage.site.name, { exact: true }).first().waitFor();
  for (const check of ['PostgreSQL', 'Elasticsearch', 'Checkpoint store']) await page.getByRole('listitem').filter({ hasText: check }).getByText('Well').waitFor();
  expect(await window.axe()).toEqual([]);

  await stage.site.sql(`INSERT INTO content.film_work (id, title, type, created, modified) SELECT gen_random_uuid(), 'Live ' || n, 'movie', now(), now() FROM generate_series(1, 7) n`);
  await fact(page, movies, 'Documents').getByText('307', { exact: true }).waitFor();
  await page.getByRole('article', { name: movies }).getByText('of 307 rows').waitFor();
  await page.getByRole('table', { name: 'Tables' }).getByRole('row', { name: /content\.film_work 7/ }).waitFor();
  await page.getByRole('table', { name: 'Latency, last minute' }).getByRole('row', { name: /Commit to written .*(ms|sec)/ }).waitFor();
});

it('reads a chart by keyboard', async () => {
  await using window = await stage.open('operator');
  const { page } = window;
  await openOperations(page);
  const chart = page.getByRole('slider', { name: 'WAL that the slot keeps: read point by point' });
  await page.waitForFunction(() => document.querySelectorAll('.uplot canvas').length === 4);
  await until(async () => Number(await chart.getAttribute('aria-valuemax')) - Number(await chart.getAttribute('aria-valuemin')) >= 3, () => 'no points came');
  await chart.focus();
  await chart.press('ArrowLeft');
  await chart.press('ArrowLeft');
  await expect.poll(() => chart.getAttribute('aria-valuetext')).toMatch(/^\d\d:\d\d:\d\d.*: [\d.]+ (byte|kB|MB)/);
  await chart.press('Escape');
  await expect.poll(() => chart.getAttribute('aria-valuetext')).toMatch(/^Now\./);
});

it('pauses and resumes the stream, and says what the slot keeps meanwhile', async () => {
  await using window = await stage.open('operator');
  window.expect(/status of 409/);
  const { page } = window;
  await openOperations(page);
  await page.getByRole('button', { name: 'Pause' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText('The slot keeps the server’s WAL').waitFor();
  await dialog.getByText('The server sets no limit: keep an eye on its disk.').waitFor();
  expect(await window.axe()).toEqual([]);
  const pauses = dialog.getByRole('button', { name: 'Pause the stream' });
  await expect.poll(() => pauses.isDisabled()).toBe(true);
  await dialog.getByRole('textbox', { name: `Type ${stage.site.name} to confirm` }).fill(stage.site.name);
  await pauses.click();
  await page.getByText('The stream is paused since').waitFor();
  await dialog.waitFor({ state: 'detached' });
  expect(await window.axe()).toEqual([]);

  const [before, title] = [await rows(), 'Kept by the slot'];
  await stage.site.sql(`INSERT INTO content.film_work (id, title, type, created, modified) VALUES (gen_random_uuid(), '${title}', 'movie', now(), now())`);
  const movies = stage.site.alias('movies');
  await page.getByRole('article', { name: movies }).getByText(`the database has ${before + 1} rows`).waitFor();

  await page.getByRole('button', { name: `Rebuild ${movies}` }).click();
  await dialog.getByText('The stream is paused, so this will be refused.').waitFor();
  await dialog.getByRole('textbox').fill(movies);
  await dialog.getByRole('button', { name: 'Rebuild the index' }).click();
  await dialog.getByRole('alert').getByText('The stream is paused: no index can be filled.').waitFor();
  expect(await window.axe()).toEqual([]);
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await dialog.waitFor({ state: 'detached' });

  await page.getByRole('button', { name: 'Resume' }).click();
  await dialog.getByText('It is paused since').waitFor();
  await dialog.getByRole('textbox').fill(stage.site.name);
  await dialog.getByRole('button', { name: 'Resume the stream' }).click();
  await page.getByText('The stream is paused since').waitFor({ state: 'detached' });
  await fact(page, movies, 'Documents').getByText(String(before + 1), { exact: true }).waitFor();
});

it('rebuilds an index once its name is typed, and keeps who did it', async () => {
  await using window = await stage.open('administrator');
  const { page } = window;
  await openOperations(page);
  const movies = stage.site.alias('movies');
  const before = await textOf(page, movies, 'Generation');
  await page.getByRole('button', { name: `Rebuild ${movies}` }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText(`with ${await rows()} documents from the database`).waitFor();
  await dialog.getByText(`Searches use ${before} until it is done`).waitFor();
  const confirm = dialog.getByRole('button', { name: 'Rebuild the index' });
  await dialog.getByRole('textbox', { name: `Type ${movies} to confirm` }).fill('movies');
  expect(await confirm.isDisabled()).toBe(true);
  await dialog.getByRole('textbox').fill(movies);
  expect(await window.axe()).toEqual([]);
  await confirm.click();
  await page.getByText(`${movies} is being rebuilt`).waitFor();

  await until(async () => (await textOf(page, movies, 'Generation')) !== before, () => 'the generation on the page stays');
  await expect.poll(() => textOf(page, movies, 'Generation')).toBe(await generation(stage.site, 'movies'));
  await fact(page, movies, 'Documents').getByText(String(await rows()), { exact: true }).waitFor();
  await page.getByRole('article', { name: movies }).getByText(`of ${await rows()} rows`).waitFor();

  const audit = page.getByRole('region', { name: 'Who did what' });
  await audit.getByText(`administrator asked to rebuild ${movies}`).waitFor();
  await audit.getByText('operator asked to pause the stream').waitFor();
  await audit.getByText(`operator: rebuilding ${movies} failed`).waitFor();
  await audit.getByText('operator asked to resume the stream').waitFor();
});

it('says that walcast is away, and goes on when it is back', async () => {
  await using window = await stage.open('operator');
  window.expect(/status of 50\d/);
  const { page } = window;
  await openOperations(page);
  await page.getByText('All is well').waitFor();
  await stage.site.killWalcast();
  await page.getByRole('alert').getByText('walcast is away').waitFor();
  await page.getByText('What is shown is not what is now').waitFor();
  await page.getByText(/Last heard .* ago/).waitFor();
  await page.getByRole('button', { name: 'Check now' }).click();
  await page.getByRole('region', { name: 'Checks' }).getByText('walcast does not run, or does not answer. Start it').waitFor();
  await page.getByRole('button', { name: 'Pause' }).click();
  await page.getByRole('dialog').getByRole('textbox').fill(stage.site.name);
  await page.getByRole('dialog').getByRole('button', { name: 'Pause the stream' }).click();
  await page.getByRole('dialog').getByRole('alert').getByText('Start it').waitFor();
  await page.getByRole('button', { name: 'Cancel' }).click();
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  expect(await window.axe()).toEqual([]);

  await stage.site.startWalcast();
  await page.getByText('walcast is away').waitFor({ state: 'detached' });
  await page.getByText('All is well').waitFor();
  await page.getByText('Live · walcast').waitFor();
});

it('says what is amiss: an index that is suspended, one that is filled, a slot near its limit', async () => {
  const status = JSON.parse(await stage.site.walcast('status', '--json')) as { indices: object[]; slot: object };
  const [suspended, filled, live] = status.indices;
  const told = {
    ...status,
    error: 'elasticsearch does not answer: connection refused',
    wal_bytes_per_second: 2_000_000,
    slot: { ...status.slot, wal_status: 'extended', retained_bytes: 9_000_000_000, safe_wal_size: 1_000_000_000, seconds_to_limit: 500 },
    indices: [
      { ...suspended, state: 'suspended', reason: 'column "rating" of content.film_work is gone', lag_bytes: null, lag_seconds: null, dead_letters: 4 },
      { ...filled, state: 'rebuilding', filling: { generation: 'films-000007', documents: 60_000, estimate: 200_000, per_second: 5000, seconds_left: 28 } },
      live,
    ],
  };
  await using window = await stage.open('operator');
  const { page } = window;
  await page.route('**/api/ops/events', (route) => route.fulfill({ contentType: 'text/event-stream', body: `id: x-1\nevent: status\ndata: ${JSON.stringify(told)}\n\n` }));
  await page.route('**/api/ops/status', (route) => route.fulfill({ json: told }));
  await openOperations(page);
  await page.getByRole('status').getByText('1 index is suspended').waitFor();
  await page.getByText('Why: column "rating" of content.film_work is gone').waitFor();
  await page.getByText('Elasticsearch does not answer: connection refused.').waitFor();
  await page.getByText('Filling films-000007 · 60,000 of about 200,000 documents · 5,000 documents/s · 28 sec left').waitFor();
  await expect.poll(() => page.getByRole('progressbar', { name: 'Filling films-000007' }).getAttribute('aria-valuenow')).toBe('30');
  expect(await page.getByRole('region', { name: 'Slot' }).locator('dt:has-text("Time to the limit") + dd').innerText()).toBe('8 min 20 sec');
  await page.getByText('9 GB kept, room for 1 GB more').waitFor();
  expect(await window.axe()).toEqual([]);

  await page.getByRole('button', { name: 'Pause' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText('There is room for 1 GB more, at this pace for 8 min 20 sec.').waitFor();
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await dialog.waitFor({ state: 'detached' });
  await page.getByRole('button', { name: 'Rebuild' }).nth(1).click();
  await dialog.getByText('films-000007 is being filled already; its 60,000 documents are given up.').waitFor();
  await dialog.getByText('At the pace of the last filling it takes about').waitFor();
  expect(await window.axe()).toEqual([]);
});

it.each(['viewer', 'editor'] as const)('refuses a %s, who is not shown the way either', async (role) => {
  await using window = await stage.open(role);
  const { page } = window;
  await page.goto('/operations');
  await page.getByRole('heading', { name: 'Your role does not allow this' }).first().waitFor();
  await page.getByRole('menuitem', { name: 'Genres' }).waitFor();
  expect(await page.getByRole('menuitem', { name: 'Operations' }).count()).toBe(0);
  expect(await window.axe()).toEqual([]);
});

it.runIf(process.env.WALCAST_PANEL_SHOTS !== 'no')('looks as the pictures show', { timeout: 600_000 }, async () => {
  await stage.shoot('operations', 'administrator', (page) => page.goto('/operations').then(() => page.locator('.uplot canvas').nth(3).waitFor()));
});
