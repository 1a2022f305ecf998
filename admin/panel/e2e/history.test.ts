import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { keepNotice } from './notices.ts';
import { setStage } from './stage.ts';

const stage = setStage(40);

const filmAt = async (place: number) => {
  const [line = ''] = await stage.site.sql(`SELECT id, title FROM content.film_work ORDER BY created, id OFFSET ${place} LIMIT 1`);
  const [id = '', title = ''] = line.split('|');
  return { id, title };
};
const row = (id: string, columns: string) => stage.site.sql(`SELECT ${columns} FROM content.film_work WHERE id = '${id}'`);
const actors = (id: string) =>
  stage.site.sql(`SELECT p.full_name FROM content.person AS p JOIN content.person_film_work AS l ON l.person_id = p.id WHERE l.film_work_id = '${id}' AND l.role = 'actor' ORDER BY 1`);
const field = (page: Page, name: string) => page.getByRole('textbox', { name, exact: true });
const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });

/** Opens a film, puts a title and an actor there, and saves. */
async function change(page: Page, id: string, title: string, actor: string): Promise<void> {
  await page.goto(`/films/${id}`);
  await field(page, 'Title').fill(title);
  const group = page.getByRole('group', { name: 'Actors' });
  await group.getByRole('combobox').fill(actor);
  await page.getByRole('option', { name: `Add “${actor}” as a new person` }).click();
  await group.getByRole('link', { name: actor }).waitFor();
  await button(page, 'Save and continue').click();
  await page.getByText(`“${title}” is saved.`).waitFor();
}

it('undoes a save from its notice', async () => {
  const { id, title } = await filmAt(0);
  const before = await actors(id);
  await using window = await stage.open('editor');
  const { page } = window;
  await change(page, id, 'Saved by mistake', 'Undone Actor');
  await keepNotice(page, '“Saved by mistake” is saved.');
  expect(await window.axe()).toEqual([]);
  await button(page, 'Undo').click();
  await page.getByText('Undone.', { exact: true }).waitFor();
  expect(await row(id, 'title')).toEqual([title]);
  expect(await actors(id)).toEqual(before);
  // The form shows it, and goes on from there.
  await expect.poll(() => field(page, 'Title').inputValue()).toBe(title);
  await field(page, 'Title').fill('After the undo');
  await button(page, 'Save and continue').click();
  await page.getByText('“After the undo” is saved.').waitFor();
});

it('undoes nothing that somebody has changed since, and says so', async () => {
  const { id } = await filmAt(1);
  await using window = await stage.open('editor');
  window.expect(/status of 409/);
  const { page } = window;
  await change(page, id, 'Mine first', 'Some Actor');
  await keepNotice(page, '“Mine first” is saved.');
  await stage.site.sql(`UPDATE content.film_work SET rating = 1 WHERE id = '${id}'`);
  await button(page, 'Undo').click();
  await page.getByText('“Mine first” stays as it is.').waitFor();
  expect(await row(id, 'title, rating')).toEqual(['Mine first|1']);
});

it('shows who changed what, from where, field by field, and brings a state back', async () => {
  const { id, title } = await filmAt(2);
  const before = await actors(id);
  await using window = await stage.open('editor');
  const { page } = window;
  await change(page, id, 'The second title', 'Brought Actor');
  await field(page, 'Title').fill('The third title');
  await button(page, 'Save and continue').click();
  await page.getByText('“The third title” is saved.').waitFor();

  await page.getByRole('link', { name: 'History' }).first().click();
  await page.getByRole('heading', { level: 1, name: 'History of “The third title”' }).waitFor();
  const rows = page.getByRole('main').locator('ol > li');
  await expect.poll(() => rows.count()).toBe(2);
  const second = rows.nth(1);
  await second.getByText('editor', { exact: true }).waitFor();
  await second.getByText('from 127.0.0.1').waitFor();
  await second.getByText('Brought Actor').waitFor();
  await expect.poll(() => second.locator('del').allTextContents()).toEqual([title]);
  await expect.poll(() => second.locator('ins').allTextContents()).toEqual(['The second title']);
  expect(await window.axe()).toEqual([]);

  await second.getByRole('button', { name: 'Back to before this' }).click();
  const dialog = page.getByRole('dialog', { name: 'Bring back “The second title”?' });
  await dialog.locator('ins').getByText(title).waitFor();
  await dialog.getByText('Brought Actor').waitFor();
  expect(await window.axe()).toEqual([]);
  await dialog.getByRole('button', { name: 'Bring back' }).click();
  await dialog.waitFor({ state: 'hidden' });
  expect(await row(id, 'title')).toEqual([title]);
  expect(await actors(id)).toEqual(before);
  await expect.poll(() => rows.count()).toBe(3);
  await rows.first().getByText('brought back', { exact: true }).waitFor();
});

it('compares anew where somebody saves while one decides', async () => {
  const { id, title } = await filmAt(3);
  await using window = await stage.open('editor');
  window.expect(/status of 412/);
  const { page } = window;
  await change(page, id, 'Changed title', 'Other Actor');
  await page.goto(`/films/${id}/history`);
  await button(page, 'Back to before this').click();
  const dialog = page.getByRole('dialog');
  await dialog.locator('ins').getByText(title).waitFor();
  await stage.site.sql(`UPDATE content.film_work SET certificate = 'Newer' WHERE id = '${id}'`);
  await dialog.getByRole('button', { name: 'Bring back' }).click();
  await dialog.getByRole('alert').waitFor();
  await dialog.locator('del').getByText('Newer').waitFor();
  expect(await row(id, 'title, certificate')).toEqual(['Changed title|Newer']);
  await dialog.getByRole('button', { name: 'Bring back' }).click();
  await dialog.waitFor({ state: 'hidden' });
  expect(await row(id, 'title')).toEqual([title]);
});

it('lists all changes, and those of a user, a kind, an action and days', async () => {
  const { id } = await filmAt(4);
  await using other = await stage.open('administrator');
  await change(other.page, id, 'By the administrator', 'Administered Actor');
  await using window = await stage.open('editor');
  const { page } = window;
  await page.goto('/');
  await page.getByRole('menuitem', { name: 'History' }).click();
  const rows = page.getByRole('main').locator('ol > li');
  await rows.first().waitFor();
  expect(await window.axe()).toEqual([]);
  await page.getByLabel('By', { exact: true }).fill('administrator');
  await page.keyboard.press('Enter');
  await expect.poll(() => rows.count()).toBe(2);
  await page.getByRole('combobox', { name: 'What' }).click();
  await page.getByRole('option', { name: 'Person' }).click();
  await expect.poll(() => rows.count()).toBe(1);
  await rows.first().getByRole('link', { name: 'Administered Actor' }).waitFor();
  await page.reload();
  await expect.poll(() => rows.count()).toBe(1);
  await page.getByLabel('To (UTC)').fill('2001-01-01');
  await page.getByText('No change fits').waitFor();
  expect(await window.axe()).toEqual([]);
  await button(page, 'Clear').click();
  await expect.poll(() => rows.count()).toBeGreaterThan(2);
});

it('is not for viewers', async () => {
  await using window = await stage.open('viewer');
  await window.page.goto('/history');
  await window.page.getByRole('heading', { name: 'Your role does not allow this' }).first().waitFor();
  expect(await window.page.getByRole('menuitem', { name: 'History' }).count()).toBe(0);
});

it.runIf(process.env.WALCAST_PANEL_SHOTS !== 'no')('looks as the pictures show', { timeout: 600_000 }, async () => {
  const { id } = await filmAt(2);
  await stage.shoot('history', 'editor', (page) => page.goto('/history').then(() => page.locator('ol > li').first().waitFor()));
  await stage.shoot('history_of_film', 'editor', (page) => page.goto(`/films/${id}/history`).then(() => page.locator('ol > li').first().waitFor()));
});
