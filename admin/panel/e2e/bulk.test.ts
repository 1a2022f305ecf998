import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { keepNotice } from './notices.ts';
import { setStage } from './stage.ts';

const stage = setStage(120);

/** Opens the list with the first `count` films of a kind selected; returns their ids. */
async function selected(page: Page, type: string, count: number): Promise<string[]> {
  const ids = await stage.site.sql(`SELECT id FROM content.film_work WHERE type = '${type}' ORDER BY title, id LIMIT ${count}`);
  await page.goto(`/films?${new URLSearchParams({ filter: JSON.stringify({ id: ids }), sort: 'title', order: 'ASC' })}`);
  await page.getByRole('checkbox', { name: 'Select all on this page' }).click();
  await page.getByRole('status').filter({ hasText: `${count} selected` }).waitFor();
  return ids;
}

const of = (ids: string[]) => `id IN (${ids.map((id) => `'${id}'`).join()})`;
const typesOf = async (ids: string[]) => stage.site.sql(`SELECT DISTINCT type FROM content.film_work WHERE ${of(ids)}`);
const dialog = (page: Page) => page.getByRole('dialog');

it('sets the kind of many films, and takes it back', async () => {
  await using window = await stage.open('editor');
  const { page } = window;
  const ids = await selected(page, 'movie', 3);
  await page.getByRole('button', { name: 'Set kind' }).click();
  await dialog(page).getByRole('radio', { name: 'Series' }).check();
  expect(await window.axe()).toEqual([]);
  await dialog(page).getByRole('button', { name: 'Change 3 films' }).click();
  await keepNotice(page, '3 films are changed.');
  expect(await typesOf(ids)).toEqual(['tv_show']);
  expect(await window.axe()).toEqual([]);

  await page.getByRole('button', { name: 'Undo' }).click();
  await page.getByText('Undone: 3 changes.').waitFor();
  expect(await typesOf(ids)).toEqual(['movie']);
});

it('adds and removes genres, and tells which films were like that already', async () => {
  await using window = await stage.open('editor');
  const { page } = window;
  const ids = await selected(page, 'movie', 4);
  const [genre = ''] = await stage.site.sql("INSERT INTO content.genre (id, name) VALUES (gen_random_uuid(), 'Bulk noir') RETURNING name");
  await stage.site.sql(`INSERT INTO content.genre_film_work (id, genre_id, film_work_id) SELECT gen_random_uuid(), g.id, '${ids[0]}' FROM content.genre AS g WHERE g.name = '${genre}'`);
  const having = () => stage.site.sql(`SELECT count(*) FROM content.genre_film_work AS l JOIN content.genre AS g ON g.id = l.genre_id AND g.name = '${genre}'`);

  const change = async (button: string) => {
    await page.getByRole('button', { name: button }).click();
    await dialog(page).getByRole('combobox', { name: 'Genres' }).fill(genre);
    await page.getByRole('option', { name: genre }).click();
    await dialog(page).getByRole('combobox', { name: 'Genres' }).press('Escape');
    await dialog(page).getByRole('button', { name: 'Change 4 films' }).click();
  };
  await page.reload();
  await page.getByRole('checkbox', { name: 'Select all on this page' }).click();
  await change('Add genres');
  await page.getByText('3 films are changed. 1 was like that already.').waitFor();
  expect(await having()).toEqual(['4']);
  await page.keyboard.press('Escape'); // the notice of the next waits for this one to go
  await window.settled(); // what is selected now is selected as it was left

  await page.getByRole('checkbox', { name: 'Select all on this page' }).click();
  await change('Remove genres');
  await page.getByText('4 films are changed.').waitFor();
  expect(await having()).toEqual(['0']);
});

it('says who was faster, and does it all the same when asked to', async () => {
  await using window = await stage.open('editor');
  window.expect(/status of 412/);
  const { page } = window;
  const ids = await selected(page, 'tv_show', 2);
  await stage.site.sql(`UPDATE content.film_work SET description = 'changed by somebody else' WHERE id = '${ids[0]}'`);
  const [title = ''] = await stage.site.sql(`SELECT title FROM content.film_work WHERE id = '${ids[0]}'`);
  await page.getByRole('button', { name: 'Set kind' }).click();
  await dialog(page).getByRole('radio', { name: 'Film' }).check();
  await dialog(page).getByRole('button', { name: 'Change 2 films' }).click();
  const alert = dialog(page).getByRole('alert');
  await alert.getByText('Somebody else has changed 1 of them').waitFor();
  await alert.getByText(title, { exact: true }).waitFor();
  expect(await typesOf(ids)).toEqual(['tv_show']);
  expect(await window.axe()).toEqual([]);

  await dialog(page).getByRole('button', { name: 'Do it all the same' }).click();
  await page.getByText('2 films are changed.').waitFor();
  expect(await typesOf(ids)).toEqual(['movie']);
});

it('deletes films once it has shown what goes with them, and brings them back with all of it', async () => {
  await using window = await stage.open('editor');
  const { page } = window;
  const ids = await selected(page, 'tv_show', 2);
  const links = () => stage.site.sql(`SELECT count(*) FROM content.person_film_work WHERE film_work_${of(ids)}`);
  const [before = ''] = await links();
  const titles = await stage.site.sql(`SELECT title FROM content.film_work WHERE ${of(ids)}`);
  await page.getByRole('button', { name: 'Delete', exact: true }).click();
  await page.getByRole('dialog', { name: 'Delete 2 films?' }).waitFor();
  await dialog(page).getByText('Deleted: 2').waitFor();
  await dialog(page).getByText('2 films disappear').waitFor();
  await dialog(page).getByText(/\d+ (people are|person is) indexed again/).waitFor();
  for (const title of titles) await dialog(page).getByText(title).first().waitFor();
  expect(await window.axe()).toEqual([]);
  await dialog(page).getByRole('button', { name: 'Delete 2 films' }).click();
  await keepNotice(page, '2 films are deleted.');
  expect(await stage.site.sql(`SELECT count(*) FROM content.film_work WHERE ${of(ids)}`)).toEqual(['0']);
  await page.getByRole('heading', { name: 'No film fits' }).waitFor();

  await page.getByRole('button', { name: 'Undo' }).click();
  await page.getByText('Undone: 2 changes.').waitFor();
  await page.getByRole('link', { name: titles[0] ?? '' }).first().waitFor();
  expect(await links()).toEqual([before]);
});

it('does not take back what somebody has changed since, and the rest only when asked to', async () => {
  await using window = await stage.open('editor');
  window.expect(/status of 409/);
  const { page } = window;
  const ids = await selected(page, 'movie', 2);
  await page.getByRole('button', { name: 'Set kind' }).click();
  await dialog(page).getByRole('radio', { name: 'Series' }).check();
  await dialog(page).getByRole('button', { name: 'Change 2 films' }).click();
  await keepNotice(page, '2 films are changed.');
  await stage.site.sql(`UPDATE content.film_work SET description = 'and again' WHERE id = '${ids[1]}'`);
  await page.getByRole('button', { name: 'Undo' }).click();
  await keepNotice(page, /^Nothing was undone: 1 of 2 is no longer as it was left\./);
  expect(await typesOf(ids)).toEqual(['tv_show']);
  expect(await window.axe()).toEqual([]);
  await page.getByRole('button', { name: 'Undo the other' }).click();
  await page.getByText('1 stays as it is, 1 undone.').waitFor();
  expect(await stage.site.sql(`SELECT type FROM content.film_work WHERE ${of(ids)} ORDER BY id = '${ids[1]}'`)).toEqual(['movie', 'tv_show']);
});

it('gives many genres one description, and deletes people', async () => {
  await using window = await stage.open('editor');
  const { page } = window;
  await page.goto('/genres');
  await page.getByRole('checkbox', { name: 'Select all on this page' }).click();
  await page.getByRole('button', { name: 'Set description' }).click();
  await dialog(page).getByRole('textbox', { name: 'Description' }).fill('The same for all');
  expect(await window.axe()).toEqual([]);
  await dialog(page).getByRole('button', { name: /Change \d+ genres/ }).click();
  await page.getByText(/genres are changed\./).waitFor();
  expect(Number((await stage.site.sql("SELECT count(*) FROM content.genre WHERE description = 'The same for all'"))[0])).toBeGreaterThan(5);

  await page.goto('/persons');
  const [name = ''] = await stage.site.sql('SELECT full_name FROM content.person ORDER BY full_name, id LIMIT 1');
  await page.getByRole('checkbox', { name: `Select ${name}` }).first().click();
  await page.getByRole('button', { name: 'Delete', exact: true }).click();
  await dialog(page).getByText('1 person disappears').waitFor();
  await dialog(page).getByRole('button', { name: 'Delete 1 person' }).click();
  await keepNotice(page, '1 person is deleted.');
  await page.getByRole('button', { name: 'Undo' }).click();
  await page.getByText('Undone.').waitFor();
});

it('lets a viewer select and take along, and change nothing', async () => {
  await using window = await stage.open('viewer');
  const { page } = window;
  const ids = await selected(page, 'movie', 3);
  expect(await page.getByRole('button', { name: /Set kind|Add genres|^Delete$/ }).count()).toBe(0);
  const download = page.waitForEvent('download');
  await page.getByRole('region', { name: 'Selected' }).getByRole('button', { name: 'JSON' }).click();
  const stream = await (await download).createReadStream();
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  const films = JSON.parse(Buffer.concat(chunks).toString()) as { id: string }[];
  expect(films.map(({ id }) => id).sort()).toEqual([...ids].sort());
});

it.runIf(process.env.WALCAST_PANEL_SHOTS !== 'no')('looks as the pictures show', { timeout: 600_000 }, async () => {
  await stage.shoot('bulk_delete', 'editor', async (page) => {
    await page.goto('/films');
    const boxes = page.getByRole('checkbox', { name: /^(Select|Выбрать) ((?!all|всё)|«)/ });
    await boxes.nth(2).waitFor();
    for (const at of [0, 1, 2]) await boxes.nth(at).click();
    await page.getByRole('button', { name: /^(Delete|Удалить)$/ }).click();
    await page.getByRole('dialog').getByRole('list').first().waitFor();
  });
});
