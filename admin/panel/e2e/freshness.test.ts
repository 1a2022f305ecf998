import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { variable } from './program.ts';
import { setStage } from './stage.ts';

const stage = setStage();

/** A film that no other test of this file changes, with an actor. */
const film = async (at: number) => {
  const [line = ''] = await stage.site.sql(
    `SELECT f.id, f.title, p.id, p.full_name FROM content.film_work AS f
       JOIN content.person_film_work AS l ON l.film_work_id = f.id AND l.role = 'actor' JOIN content.person AS p ON p.id = l.person_id
      ORDER BY f.id, p.id LIMIT 1 OFFSET ${at}`,
  );
  const [id = '', title = '', person = '', name = ''] = line.split('|');
  return { id, title, person, name };
};

const saveTitle = async (page: Page, id: string, title: string) => {
  await page.goto(`/films/${id}`);
  await page.getByRole('textbox', { name: 'Title' }).fill(title);
  await page.getByRole('button', { name: 'Save', exact: true }).click();
};

/** The document as it stands in the index, and putting another in its place behind walcast's back. */
const place = (id: string) => `${variable('WALCAST_TEST_ES')}/${stage.site.alias('movies')}/_doc/${id}`;
const spoil = async (id: string, change: object) => {
  const { _version, _source } = (await (await fetch(place(id))).json()) as { _version: number; _source: object };
  const answer = await fetch(`${place(id)}?version=${_version}&version_type=external_gte&refresh=true`, {
    method: 'PUT',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ ..._source, ...change }),
  });
  if (!answer.ok) throw new Error(await answer.text());
};

it('marks a save as saved and then, on whatever page, as searchable with the time it took', async () => {
  const { id } = await film(0);
  await using window = await stage.open('editor');
  const { page } = window;
  let open: () => void = () => undefined;
  const gate = new Promise<void>((resolve) => (open = resolve));
  await page.route('**/freshness?lsn=*', async (route) => {
    await gate;
    await route.continue();
  });
  await saveTitle(page, id, 'A title that is followed');
  await page.getByRole('button', { name: /^Saved, not yet searchable/ }).waitFor();
  expect(await window.axe('pending')).toEqual([]);
  await page.getByRole('menuitem', { name: 'People' }).click();
  await page.waitForURL('**/persons');
  open();
  const mark = page.getByRole('button', { name: /^Searchable after [\d.]+ sec/ });
  await mark.waitFor();
  await expect.poll(() => page.getByRole('status').filter({ hasText: 'A title that is followed: Searchable after' }).count()).toBe(1);

  await mark.click();
  const tray = page.getByRole('dialog', { name: 'What was saved' });
  await expect.poll(() => tray.getByRole('listitem').count()).toBe(1);
  expect(await window.axe()).toEqual([]);
  await tray.getByRole('link', { name: /^Compare/ }).click();
  await page.waitForURL(`**/films/${id}/freshness`);
  await page.getByText('The index holds what the database holds').waitFor();
});

it('says why a save is not searchable while the stream is paused, and that it is once it goes on', async () => {
  const { id } = await film(5);
  await using window = await stage.open('editor');
  const { page } = window;
  await stage.site.walcast('pause');
  try {
    await saveTitle(page, id, 'A title that has to wait');
    const mark = page.getByRole('button', { name: /^Saved, searchable later/ });
    await mark.click();
    const tray = page.getByRole('dialog', { name: 'What was saved' });
    await tray.getByText('The stream is paused').waitFor();
    expect(await window.axe()).toEqual([]);
  } finally {
    await stage.site.walcast('resume');
  }
  await page.getByRole('dialog').getByText(/Searchable after/).waitFor();
});

it('no longer finds what was deleted, and says so by its name', async () => {
  const [line = ''] = await stage.site.sql(`INSERT INTO content.genre (id, name) VALUES (gen_random_uuid(), 'Short-lived') RETURNING id`);
  await stage.site.settled();
  await using window = await stage.open('editor');
  const { page } = window;
  window.expect(/status of 404/);
  await page.goto(`/genres/${line}`);
  await page.getByRole('button', { name: 'Delete' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
  const mark = page.getByRole('button', { name: /^No longer found after/ });
  await mark.waitFor();
  await mark.click();
  await page.getByRole('dialog').getByText('Short-lived').waitFor();
});

it("shows a person's new name in the film's search result by itself", async () => {
  const { title, person, name } = await film(10);
  await using visitor = await stage.open('viewer');
  await visitor.page.goto(`/search?query=${encodeURIComponent(title)}`);
  const hit = visitor.page.getByRole('listitem').filter({ hasText: name }).first();
  await hit.waitFor();

  await using window = await stage.open('editor');
  await window.page.goto(`/persons/${person}`);
  await window.page.getByRole('textbox', { name: 'Name' }).fill('Zebulon Quartermain');
  await window.page.getByRole('button', { name: 'Save', exact: true }).click();

  const changed = visitor.page.getByRole('listitem').filter({ hasText: 'Zebulon Quartermain' }).first();
  // The marks go after a while: all are awaited at once.
  await Promise.all([
    changed.getByText('changed', { exact: true }).waitFor(),
    visitor.page.getByRole('status').filter({ hasText: /changed\.|have changed/ }).first().waitFor({ state: 'attached' }),
  ]);
  expect(await visitor.axe()).toEqual([]);
});

it('shows what an index holds in another way, and has it written again', async () => {
  const { id, title } = await film(20);
  await spoil(id, { title: 'Spoilt', genres: ['Nonsense'] });
  await using window = await stage.open('editor');
  const { page } = window;
  await page.goto(`/films/${id}/freshness`);
  await page.getByText('The index differs in 2 fields').waitFor();
  const row = page.getByRole('row').filter({ has: page.getByRole('rowheader', { name: 'Title changed' }) });
  await expect.poll(() => row.getByRole('cell').allInnerTexts()).toEqual([expect.stringContaining(title), expect.stringContaining('Spoilt')]);
  expect(await window.axe()).toEqual([]);
  await page.getByRole('switch', { name: 'Differences only' }).or(page.getByRole('checkbox', { name: 'Differences only' })).click();
  await expect.poll(() => page.getByRole('rowheader').count()).toBe(2);

  await page.getByRole('button', { name: 'Index again' }).click();
  await page.getByRole('status').getByText('The index holds what the database holds').first().waitFor();
  await page.getByText('No field differs.').waitFor();
  expect(await window.axe()).toEqual([]);
  const { _source } = (await (await fetch(place(id))).json()) as { _source: { title: string } };
  expect(_source.title).toBe(title);
});

it('lets a viewer compare, but not write', async () => {
  const { id } = await film(20);
  await using window = await stage.open('viewer');
  await window.page.goto(`/films/${id}/freshness`);
  await window.page.getByRole('table').waitFor();
  expect(await window.page.getByRole('button', { name: 'Index again' }).count()).toBe(0);
});

it.runIf(process.env.WALCAST_PANEL_SHOTS !== 'no')('looks as the pictures show', { timeout: 600_000 }, async () => {
  const { id } = await film(30);
  await spoil(id, { title: 'Spoilt', genres: ['Nonsense'], writers_names: [] });
  await stage.shoot('freshness', 'editor', (page) => page.goto(`/films/${id}/freshness`).then(() => page.getByText('Spoilt').waitFor()));
});
