import { expect, it } from 'vitest';
import { setStage } from './stage.ts';

const stage = setStage();

const first = async () => {
  const [line = ''] = await stage.site.sql('SELECT id, title FROM content.film_work ORDER BY title, id LIMIT 1');
  const [id = '', title = ''] = line.split('|');
  return { id, title };
};

it('lists films, opens one, and saves its title', async () => {
  const { id, title } = await first();
  await using window = await stage.open('editor');
  const { page } = window;
  await page.goto('/films');
  await page.getByRole('cell', { name: title, exact: true }).first().waitFor();
  expect(await window.axe()).toEqual([]);

  await page.getByRole('cell', { name: title, exact: true }).first().click();
  await page.waitForURL(`**/films/${id}`);
  await page.getByRole('textbox', { name: 'Title' }).fill('A title of this test');
  expect(await window.axe()).toEqual([]);
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.waitForURL((url) => url.pathname === '/films');

  expect(await stage.site.sql(`SELECT title, (SELECT count(*) FROM content.genre_film_work WHERE film_work_id = '${id}') > 0 FROM content.film_work WHERE id = '${id}'`)).toEqual(['A title of this test|t']);
});

it('leads who is not signed in to the sign-in page, and back', async () => {
  await using window = await stage.open();
  window.expect(/status of 401/);
  await window.page.goto('/persons?page=2');
  await window.page.waitForURL((url) => url.pathname === '/sign-in');
  expect(new URL(window.page.url()).searchParams.get('next')).toBe('/persons?page=2');
});

it('shows a viewer all and lets him save nothing', async () => {
  const { id, title } = await first();
  await using window = await stage.open('viewer');
  await window.page.goto(`/films/${id}`);
  const field = window.page.getByRole('textbox', { name: 'Title' });
  await field.waitFor();
  await expect.poll(() => field.inputValue()).toBe(title);
  expect(await field.isEditable()).toBe(false);
  expect(await window.page.getByRole('button', { name: 'Save', exact: true }).count()).toBe(0);
});

it.each(['genres', 'persons'])('shows %s and one of them without what axe finds', async (resource) => {
  await using window = await stage.open('editor');
  await window.page.goto(`/${resource}`);
  await window.page.locator('tbody tr').first().waitFor();
  expect(await window.axe()).toEqual([]);
  await window.page.locator('tbody tr td:nth-child(2)').first().click();
  await window.page.getByRole('button', { name: 'Save', exact: true }).waitFor();
  expect(await window.axe()).toEqual([]);
});

it.each([
  { width: 390, theme: 'dark', language: 'ru' },
  { width: 390, theme: 'light', language: 'ru' },
  { width: 1280, theme: 'dark', language: 'en' },
] as const)('is without what axe finds at $width px, $theme, in $language', async (look) => {
  const { id } = await first();
  await using window = await stage.open('editor', look);
  await window.page.goto('/films');
  await window.page.getByRole('link', { name: /test/ }).or(window.page.locator('.MuiListItem-root')).first().waitFor();
  expect(await window.axe()).toEqual([]);
  await window.page.goto(`/films/${id}`);
  await window.page.getByRole('button', { name: /^(Save|Сохранить)$/ }).waitFor();
  expect(await window.axe()).toEqual([]);
});

it('keeps the chosen language and theme, in every browser of the user', async () => {
  await using window = await stage.open('operator');
  const { page } = window;
  await page.goto('/genres');
  await page.getByRole('button', { name: 'Language' }).click();
  await page.getByRole('menuitemradio', { name: 'Русский' }).click();
  await page.getByRole('button', { name: 'Оформление' }).click();
  await page.getByRole('menuitemradio', { name: 'Тёмное' }).click();
  await expect.poll(() => stage.site.sql(`SELECT body->>'language', body->>'theme' FROM admin.preferences`)).toEqual(['ru|dark']);
  await page.reload();
  await page.getByRole('heading', { level: 1, name: 'Жанры' }).waitFor();
  await expect.poll(() => page.evaluate(() => [document.documentElement.lang, getComputedStyle(document.body).colorScheme])).toEqual(['ru', 'dark']);

  await using other = await stage.open('operator');
  await other.page.goto('/genres');
  await other.page.getByRole('heading', { level: 1, name: 'Жанры' }).waitFor();
  await other.page.waitForFunction(() => getComputedStyle(document.body).colorScheme === 'dark');
});

it.each([
  ["document.body.insertAdjacentHTML('beforeend', '<p style=\"color: red\">x</p>')", /Content Security Policy/],
  ["fetch('http://127.0.0.2:9/').catch(() => {})", /a request to another origin|Content Security Policy/],
  ["setTimeout(() => { throw new Error('lost') })", /uncaught: lost/],
])('fails a test whose page does what it must not: %s', async (wrong, complaint) => {
  const window = await stage.open('viewer');
  await window.page.goto('/genres');
  await window.settled();
  // The window listens to the same, and was there first.
  const heard = Promise.race([window.page.waitForEvent('console'), window.page.waitForEvent('pageerror')]);
  await window.page.evaluate(`void (${wrong})`);
  await heard;
  await expect(window.close()).rejects.toThrow(complaint);
});

it.runIf(process.env.WALCAST_PANEL_SHOTS !== 'no')('looks as the pictures show', { timeout: 600_000 }, async () => {
  const { id } = await first();
  await stage.shoot('films', 'editor', (page) => page.goto('/films').then(() => page.locator('tbody tr, .RaSimpleList-link, .MuiListItem-root').first().waitFor()));
  await stage.shoot('film', 'editor', (page) => page.goto(`/films/${id}`).then(() => page.getByRole('button', { name: /^(Save|Сохранить)$/ }).waitFor()));
});
