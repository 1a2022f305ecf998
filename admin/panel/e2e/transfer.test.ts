import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { setStage } from './stage.ts';

const stage = setStage(60);

const choose = (page: Page, name: string, text: string, mimeType = 'text/csv') =>
  page.getByLabel('File to import').setInputFiles({ name, mimeType, buffer: Buffer.from(text) });

const count = async (where: string) => Number((await stage.site.sql(`SELECT count(*) FROM content.film_work WHERE ${where}`))[0]);

/** Keeps the film of this title from being written until it is let go: what is seen on the way goes by too soon, else. */
async function holdAt(title: string): Promise<() => Promise<unknown>> {
  // What a sequence says is seen by a transaction that is under way.
  await stage.site.sql(`
    CREATE SEQUENCE public.let_go;
    CREATE FUNCTION public.hold() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        WHILE NOT (SELECT is_called FROM public.let_go) LOOP PERFORM pg_sleep(0.02); END LOOP;
        RETURN NEW;
      END $$;
    CREATE TRIGGER hold BEFORE INSERT ON content.film_work FOR EACH ROW WHEN (NEW.title = '${title}') EXECUTE FUNCTION public.hold()`);
  return async () => {
    await stage.site.sql("SELECT nextval('public.let_go')");
    await stage.site.sql('DROP FUNCTION public.hold CASCADE; DROP SEQUENCE public.let_go');
  };
}

async function exported(page: Page, kind: 'CSV' | 'JSON'): Promise<string> {
  await page.getByRole('button', { name: 'Export and import' }).click();
  const download = page.waitForEvent('download');
  await page.getByRole('link', { name: new RegExp(`^${kind}`) }).click();
  return readFile(await (await download).path(), 'utf8');
}

it('exports what the filters leave, in the order of the list', async () => {
  await using window = await stage.open('viewer');
  const { page } = window;
  await page.goto(`/films?${new URLSearchParams({ filter: '{"type":["tv_show"]}', sort: 'title', order: 'DESC' })}`);
  const wanted = await stage.site.sql("SELECT id FROM content.film_work WHERE type = 'tv_show' ORDER BY title DESC, id");
  expect((JSON.parse(await exported(page, 'JSON')) as { id: string }[]).map(({ id }) => id)).toEqual(wanted);
  const csv = await exported(page, 'CSV');
  expect(csv).toMatch(/^\uFEFF?id,title,/);
  for (const id of wanted) expect(csv).toContain(id);
});

it('shows the faults of a file by line and field, and imports nothing of it', async () => {
  await using window = await stage.open('editor');
  const { page } = window;
  await page.goto('/films');
  await page.getByRole('button', { name: 'Export and import' }).click();
  expect(await window.axe()).toEqual([]);
  await page.getByRole('link', { name: /^Import a file/ }).click();
  await page.getByRole('heading', { name: 'Drop a CSV or JSON file here' }).waitFor();
  expect(await window.axe()).toEqual([]);
  await choose(page, 'films.csv', 'title,type,rating,version,id,description\nA good one,movie,7,,,"two\nlines"\nA bad one,movie,70,,,\n\n,movie,5,,,\n');
  await page.getByText('Nothing can be imported while 2 rows are at fault.').waitFor();
  await page.getByRole('row', { name: /^3 Rating/ }).waitFor();
  await page.getByRole('row', { name: /^5 Title/ }).waitFor();
  await page.getByRole('columnheader', { name: 'Line' }).waitFor();
  expect(await page.getByRole('button', { name: /^Import \d/ }).count()).toBe(0);
  expect(await window.axe()).toEqual([]);
  expect(await count("title = 'A good one'")).toBe(0);
});

it('imports all rows of a dropped file in one transaction', async () => {
  await using window = await stage.open('editor');
  const { page } = window;
  await page.goto('/films/import');
  const files = await page.evaluateHandle(() => {
    const data = new DataTransfer();
    data.items.add(new File(['[{"title": "Dropped one", "type": "movie"}, {"title": "Dropped two", "type": "tv_show"}]'], 'films.json'));
    return data;
  });
  await page.getByRole('heading', { name: 'Drop a CSV or JSON file here' }).dispatchEvent('drop', { dataTransfer: files });
  await page.getByRole('heading', { name: 'films.json: 2 rows' }).waitFor();
  expect(await count("title LIKE 'Dropped %'")).toBe(0);
  await page.getByRole('button', { name: 'Import 2 rows' }).click();
  await page.getByText('All 2 rows are in.').waitFor();
  expect(await window.axe()).toEqual([]);
  expect(await count("title LIKE 'Dropped %'")).toBe(2);
  await page.getByRole('link', { name: 'Show the list' }).click();
  await page.getByRole('link', { name: 'Dropped one' }).waitFor();
});

it('imports in batches and tells how far it is', async () => {
  await using window = await stage.open('editor');
  const { page } = window;
  await page.goto('/films/import');
  const rows = Array.from({ length: 1200 }, (_, at) => `Batched ${at},movie`);
  await choose(page, 'many.csv', ['title,type', ...rows].join('\n'));
  await page.getByRole('heading', { name: 'many.csv: 1,200 rows' }).waitFor();
  await page.getByRole('radio', { name: /^In batches/ }).check();
  const letGo = await holdAt('Batched 1100');
  await page.getByRole('button', { name: 'Import 1,200 rows' }).click();
  await page.getByRole('status').filter({ hasText: '1,000 of 1,200 rows are in' }).waitFor();
  expect(await count("title LIKE 'Batched %'")).toBe(1000);
  await letGo();
  await page.getByText(/^All 1,200 rows are in\.$/).waitFor();
  expect(await count("title LIKE 'Batched %'")).toBe(1200);
});

it('stops an import in batches, and what is in stays in', async () => {
  await using window = await stage.open('editor');
  const { page } = window;
  await page.goto('/films/import');
  const rows = Array.from({ length: 12_000 }, (_, at) => `Stopped ${at},movie`);
  await choose(page, 'long.csv', ['title,type', ...rows].join('\n'));
  await page.getByRole('radio', { name: /^In batches/ }).check();
  const letGo = await holdAt('Stopped 5000');
  await page.getByRole('button', { name: /^Import 12/ }).click();
  await page.getByText(/of 12,000 rows are in$/).waitFor();
  expect(await window.axe('pending')).toEqual([]);
  await page.getByRole('button', { name: 'Stop' }).click();
  await page.getByText(/^Stopped\./).waitFor();
  await letGo();
  const there = await count("title LIKE 'Stopped %'");
  expect(there).toBeGreaterThan(0);
  expect(there).toBeLessThan(12_000);
  expect(there % 500).toBe(0);
});

it('refuses what is no such file, in words', async () => {
  await using window = await stage.open('editor');
  window.expect(/status of 422/);
  const { page } = window;
  await page.goto('/persons/import');
  await choose(page, 'people.xlsx', 'x', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet');
  await page.getByText('This is neither CSV nor JSON.').waitFor();
  await choose(page, 'people.csv', 'full_name,height\nAnn,170\n');
  await page.getByRole('alert').filter({ hasText: 'Column 2 is unknown' }).waitFor();
  expect(await window.axe()).toEqual([]);
});

it('is not for viewers', async () => {
  await using window = await stage.open('viewer');
  await window.page.goto('/genres/import');
  await window.page.getByRole('heading', { name: 'Your role does not allow this' }).first().waitFor();
  await window.page.goto('/genres');
  await window.page.getByRole('button', { name: 'Export and import' }).click();
  expect(await window.page.getByRole('link', { name: /^Import a file/ }).count()).toBe(0);
});

it.runIf(process.env.WALCAST_PANEL_SHOTS !== 'no')('looks as the pictures show', { timeout: 600_000 }, async () => {
  await stage.shoot('import_report', 'editor', async (page) => {
    await page.goto('/films/import');
    await page.locator('input[type=file]').setInputFiles({
      name: 'films.csv',
      mimeType: 'text/csv',
      buffer: Buffer.from('title,type,rating,genres\nSolaris,movie,8.1,\nStalker,film,9,\nMirror,movie,80,Unheard of\n,tv_show,5,\n'),
    });
    await page.getByRole('table').waitFor();
  });
  await stage.shoot('import', 'editor', (page) => page.goto('/films/import').then(() => page.locator('input[type=file]').waitFor({ state: 'attached' })));
});
