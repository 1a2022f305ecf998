import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { keepNotice } from './notices.ts';
import { setStage } from './stage.ts';

const stage = setStage(120);

const pair = async (statement: string) => {
  const [line = ''] = await stage.site.sql(statement);
  const [id = '', name = '', count = '0'] = line.split('|');
  return { id, name, count: Number(count) };
};
const film = () => pair('SELECT id, title FROM content.film_work AS f WHERE EXISTS (SELECT FROM content.person_film_work WHERE film_work_id = f.id) ORDER BY title, id LIMIT 1');
const linksOf = (id: string) =>
  stage.site.sql(`SELECT role, person_id FROM content.person_film_work WHERE film_work_id = '${id}' UNION ALL SELECT 'genre', genre_id FROM content.genre_film_work WHERE film_work_id = '${id}' ORDER BY 1, 2`);
const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });

it('shows what goes with a film, deletes it, and brings all of it back', async () => {
  const { id, name } = await film();
  const links = await linksOf(id);
  await using window = await stage.open('editor');
  const { page } = window;
  await page.goto(`/films/${id}`);
  await button(page, 'Delete').click();
  const dialog = page.getByRole('dialog', { name: `Delete “${name}”?` });
  await dialog.getByText('1 film disappears').waitFor();
  await dialog.getByText(/are? indexed again|is indexed again/).first().waitFor();
  await dialog.getByText(/as actors?: \d+|as directors?: \d+|as writers?: \d+/).first().waitFor();
  expect(await window.axe()).toEqual([]);
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await dialog.waitFor({ state: 'hidden' });
  expect(await linksOf(id)).toEqual(links);

  await page.getByRole('textbox', { name: 'Title' }).fill('Not saved, and not missed');
  await button(page, 'Delete').click();
  await dialog.getByRole('button', { name: 'Delete' }).click();
  await page.waitForURL((url) => url.pathname === '/films');
  await keepNotice(page, `“${name}” is deleted.`);
  expect(await linksOf(id)).toEqual([]);
  await page.locator('tbody tr').first().waitFor();
  expect(await window.axe()).toEqual([]);
  await button(page, 'Undo').click();
  await page.getByText('Undone.', { exact: true }).waitFor();
  expect(await linksOf(id)).toEqual(links);
});

it('brings a deleted film back from the history', async () => {
  const { id, name } = await film();
  const links = await linksOf(id);
  await using window = await stage.open('editor');
  window.expect(/status of 404/);
  const { page } = window;
  await page.goto(`/films/${id}`);
  await button(page, 'Delete').click();
  await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
  await page.waitForURL((url) => url.pathname === '/films');
  await page.goto(`/films/${id}`);
  await page.getByText('There is nothing at this address').last().waitFor();
  await page.goto(`/films/${id}/history`);
  await button(page, 'Back to before this').first().click();
  const dialog = page.getByRole('dialog', { name: `Bring back “${name}”?` });
  await dialog.getByText('It is deleted now and comes back with its links.').waitFor();
  expect(await window.axe()).toEqual([]);
  await dialog.getByRole('button', { name: 'Bring back' }).click();
  await dialog.waitFor({ state: 'hidden' });
  expect(await linksOf(id)).toEqual(links);
});

it('asks for the name of a genre that many films have', async () => {
  const { id, name, count } = await pair('SELECT g.id, g.name, count(*) FROM content.genre AS g JOIN content.genre_film_work AS l ON l.genre_id = g.id GROUP BY g.id ORDER BY 3 DESC LIMIT 1');
  expect(count).toBeGreaterThanOrEqual(25);
  await using window = await stage.open('editor');
  const { page } = window;
  await page.goto(`/genres/${id}`);
  await page.getByRole('region', { name: 'Films' }).getByText(String(count), { exact: true }).waitFor();
  await button(page, 'Delete').click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText(`${count} films are indexed again`).waitFor();
  await dialog.getByText(`This is large: it reaches ${count + 1} index documents.`).waitFor();
  const remove = dialog.getByRole('button', { name: 'Delete' });
  await expect.poll(() => remove.isDisabled()).toBe(true);
  await dialog.getByText(`To go on, type: ${name}`).waitFor();
  await dialog.getByRole('textbox', { name: 'Name' }).fill('Something else');
  expect(await remove.isDisabled()).toBe(true);
  expect(await window.axe()).toEqual([]);
  await dialog.getByRole('textbox', { name: 'Name' }).fill(name);
  await remove.click();
  await page.waitForURL((url) => url.pathname === '/genres');
  await keepNotice(page, `“${name}” is deleted.`);
  expect(await stage.site.sql(`SELECT count(*) FROM content.genre WHERE id = '${id}'`)).toEqual(['0']);
  await button(page, 'Undo').click();
  await page.getByText('Undone.', { exact: true }).waitFor();
  expect(await stage.site.sql(`SELECT count(*) FROM content.genre_film_work WHERE genre_id = '${id}'`)).toEqual([String(count)]);
});

it('shows the films of a person, and what renaming them reaches', async () => {
  const { id, name, count } = await pair('SELECT p.id, p.full_name, count(DISTINCT l.film_work_id) FROM content.person AS p JOIN content.person_film_work AS l ON l.person_id = p.id GROUP BY p.id HAVING count(DISTINCT l.film_work_id) > 1 ORDER BY 3 DESC, 2 LIMIT 1');
  const [title = ''] = await stage.site.sql(`SELECT f.title FROM content.film_work AS f JOIN content.person_film_work AS l ON l.film_work_id = f.id WHERE l.person_id = '${id}' ORDER BY f.title LIMIT 1`);
  await using window = await stage.open('editor');
  const { page } = window;
  await page.goto(`/persons/${id}`);
  await page.getByRole('region', { name: 'Films' }).getByRole('link', { name: title, exact: true }).first().waitFor();
  await page.getByRole('textbox', { name: 'Name' }).fill(`${name} Jr.`);
  await page.getByText(`With the new name ${count} films are indexed again.`).waitFor();
  expect(await window.axe()).toEqual([]);
  await button(page, 'Save and continue').click();
  await page.getByText(`“${name} Jr.” is saved.`).waitFor();
  await page.getByRole('region', { name: 'Films' }).getByRole('link', { name: title, exact: true }).first().click();
  await page.getByRole('link', { name: `${name} Jr.` }).first().waitFor();
});

it('says where somebody has changed it meanwhile, and deletes what is shown then', async () => {
  const { id } = await pair('SELECT id, title FROM content.film_work ORDER BY title DESC, id LIMIT 1');
  await using window = await stage.open('editor');
  window.expect(/status of 412/);
  const { page } = window;
  await page.goto(`/films/${id}`);
  await button(page, 'Delete').click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText('1 film disappears').waitFor();
  await stage.site.sql(`UPDATE content.film_work SET rating = 3 WHERE id = '${id}'`);
  await dialog.getByRole('button', { name: 'Delete' }).click();
  await dialog.getByText('Somebody has changed this meanwhile.').waitFor();
  expect(await stage.site.sql(`SELECT rating FROM content.film_work WHERE id = '${id}'`)).toEqual(['3']);
  await expect.poll(() => page.locator('input[name="rating"]').inputValue()).toBe('3');
  await dialog.getByRole('button', { name: 'Delete' }).click();
  await page.waitForURL((url) => url.pathname === '/films');
});

it.runIf(process.env.WALCAST_PANEL_SHOTS !== 'no')('looks as the pictures show', { timeout: 600_000 }, async () => {
  const { id } = await pair('SELECT g.id, g.name, count(*) FROM content.genre AS g JOIN content.genre_film_work AS l ON l.genre_id = g.id GROUP BY g.id ORDER BY 3 DESC LIMIT 1');
  await stage.shoot('deletion', 'editor', async (page) => {
    await page.goto(`/genres/${id}`);
    await page.getByRole('button', { name: /^(Delete|Удалить)$/ }).click();
    await page.getByRole('dialog').getByRole('textbox').waitFor();
  });
});
