// What is typed is kept: while a save is under way, whatever is chosen in the bar, and when the session is over.
import type { Page, Route } from 'playwright-core';
import { beforeEach, expect, it } from 'vitest';
import type { Window } from './browser.ts';
import { setOwnFilm } from './own_film.ts';
import { password } from './site.ts';
import { setStage } from './stage.ts';

const stage = setStage(60);
const film = setOwnFilm(stage);

beforeEach(async () => {
  await stage.site.sql('DELETE FROM admin.preferences'); // or a language that one test chooses would be that of the next
});

const row = (columns: string) => stage.site.sql(`SELECT ${columns} FROM content.film_work WHERE id = '${film.id}'`).then(([line]) => line);
const field = (page: Page, name: string) => page.getByRole('textbox', { name, exact: true });
const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });
const guard = (page: Page) => page.getByRole('dialog', { name: 'Leave without saving?' });

async function open(window: Window): Promise<Page> {
  await window.page.goto(`/films/${film.id}`);
  await field(window.page, 'Title').waitFor();
  return window.page;
}

/** Holds the next save back until it is let go. */
async function holdSave(page: Page): Promise<{ came: Promise<unknown>; letGo: () => void }> {
  const came = page.waitForRequest((request) => request.url().includes('/api/admin/films') && ['PUT', 'POST'].includes(request.method()));
  let letGo: () => void = () => undefined;
  const free = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  await page.route('**/api/admin/films**', async (route: Route) => {
    if (['PUT', 'POST'].includes(route.request().method())) await free;
    return route.continue();
  });
  return { came, letGo };
}

it('keeps what is typed while a save is under way, and saves it with the next one', async () => {
  await using window = await stage.open('editor');
  const page = await open(window);
  const save = await holdSave(page);
  await field(page, 'Title').fill('First');
  await page.keyboard.press('Control+s');
  await page.keyboard.type(' and more'); // at once, before the request is even on its way
  await save.came;
  await field(page, 'Certificate').fill('PG');
  await page.getByRole('group', { name: 'Genres' }).getByRole('button', { name: /^Remove/ }).first().click();
  save.letGo();
  await page.getByText('“First” is saved.').waitFor();
  expect(await row('title')).toBe('First');
  await expect.poll(() => field(page, 'Title').inputValue()).toBe('First and more');
  await expect.poll(() => field(page, 'Certificate').inputValue()).toBe('PG');
  const genres = await stage.site.sql(`SELECT 1 FROM content.genre_film_work WHERE film_work_id = '${film.id}'`);
  await expect.poll(() => page.getByRole('group', { name: 'Genres' }).getByRole('button', { name: /^Remove/ }).count()).toBe(genres.length - 1);

  // It is not saved yet, and the guard knows.
  await page.getByRole('menuitem', { name: 'Genres' }).click();
  await guard(page).getByText('Not saved yet: Title, Certificate, Genres.').waitFor();
  await guard(page).getByRole('button', { name: 'Stay here' }).click();
  await button(page, 'Save and continue').click();
  await page.getByText('“First and more” is saved.').waitFor();
  expect(await row('title, certificate')).toBe('First and more|PG');
});

it('saves once more where that is asked for while a save is under way', async () => {
  await using window = await stage.open('editor');
  const page = await open(window);
  const save = await holdSave(page);
  await field(page, 'Title').fill('Once');
  await page.keyboard.press('Control+s');
  await save.came;
  await field(page, 'Title').fill('Twice');
  await page.keyboard.press('Control+s');
  save.letGo();
  await expect.poll(() => row('title')).toBe('Twice');
  expect(await field(page, 'Title').inputValue()).toBe('Twice');
});

it('stays with who types on, where it would have gone back to the list', async () => {
  await using window = await stage.open('editor');
  const page = await open(window);
  const save = await holdSave(page);
  await field(page, 'Title').fill('To the list');
  await button(page, 'Save').click();
  await save.came;
  await field(page, 'Certificate').fill('R');
  save.letGo();
  await page.getByText('“To the list” is saved.').waitFor();
  expect(new URL(page.url()).pathname).toBe(`/films/${film.id}`);
  expect(await field(page, 'Certificate').inputValue()).toBe('R');
});

it('takes along to a new film what was typed while it was being made', async () => {
  await using window = await stage.open('editor');
  const { page } = window;
  await page.goto('/films/create');
  const save = await holdSave(page);
  await field(page, 'Title').fill('Brand new');
  await page.keyboard.press('Control+s');
  await save.came;
  await field(page, 'Description').fill('Typed meanwhile');
  save.letGo();
  await page.waitForURL((url) => /^\/films\/[0-9a-f-]{36}$/.test(url.pathname));
  await page.keyboard.press('Control+s'); // while the next page is on its way: makes no second film
  await page.getByRole('heading', { level: 1, name: 'Film “Brand new”' }).waitFor();
  await expect.poll(() => field(page, 'Description').inputValue()).toBe('Typed meanwhile');
  await page.keyboard.press('Control+s');
  await expect.poll(() => stage.site.sql("SELECT coalesce(description, 'none') FROM content.film_work WHERE title = 'Brand new'")).toEqual(['Typed meanwhile']);
  await page.reload();
  await expect.poll(() => field(page, 'Description').inputValue()).toBe('Typed meanwhile');
});

it('keeps what is typed when another language and another theme are chosen', async () => {
  await using window = await stage.open('editor');
  const page = await open(window);
  await field(page, 'Title').fill('Typed before');
  await field(page, 'Rating').fill('7.5');
  await page.getByRole('button', { name: 'Theme' }).click();
  await page.getByRole('menuitemradio', { name: 'Dark' }).click();
  await page.getByRole('button', { name: 'Language' }).click();
  await page.getByRole('menuitemradio', { name: 'Русский' }).click();
  await page.getByRole('button', { name: 'Сохранить и продолжить' }).waitFor();
  await page.getByRole('heading', { level: 1, name: film.title }).waitFor();
  await page.getByRole('menuitem', { name: 'Жанры' }).waitFor();
  await expect.poll(() => page.evaluate(() => document.documentElement.lang)).toBe('ru');
  await expect.poll(() => field(page, 'Название').inputValue()).toBe('Typed before');
  await page.keyboard.press('Control+s');
  await page.getByText('Сохранено: «Typed before».').waitFor();
  expect(await row('title, rating')).toBe('Typed before|7.5');
  // What is asked of the server is asked in the language that is shown.
  window.expect(/status of 422/);
  await field(page, 'Название').fill(' ');
  await page.keyboard.press('Control+s');
  await page.getByText('Это поле нужно заполнить.').waitFor();
});

it.each(['/', '/films', '/films/create', '/users', '/profile'])('leaves nothing of %s in the language before', async (path) => {
  await using window = await stage.open('administrator');
  const { page } = window;
  const text = async () => {
    await window.settled();
    const words = await page.locator('#root').innerText(); // menus stand beside it
    return words.replaceAll(/\d?\d:\d\d/g, 'now'); // a session was last used this minute, or the one before
  };
  await page.goto(path);
  const english = await text();
  await page.getByRole('button', { name: 'Language' }).click();
  await page.getByRole('menuitemradio', { name: 'Русский' }).click();
  await page.getByRole('button', { name: 'Язык' }).waitFor();
  const chosen = await text();
  expect(chosen).not.toBe(english);
  await page.reload();
  expect(chosen).toBe(await text());
});

it('takes a rating with a comma and with a point, and says what is none', async () => {
  await using window = await stage.open('editor');
  const page = await open(window);
  const rating = field(page, 'Rating');
  for (const wrong of ['1e', '--', '11', '-1']) {
    await rating.fill(wrong);
    await page.keyboard.press('Control+s');
    await page.getByText('Write a number from 0 to 10, 7.5 say.').waitFor();
    expect(await rating.inputValue()).toBe(wrong);
    await rating.fill('5');
    await page.getByText('Write a number from 0 to 10, 7.5 say.').waitFor({ state: 'hidden' });
  }
  expect(await window.axe()).toEqual([]);
  await rating.fill('');
  await rating.pressSequentially('7,5');
  expect(await rating.inputValue()).toBe('7,5');
  await page.keyboard.press('Control+s');
  await expect.poll(() => row('rating')).toBe('7.5');
  await rating.pressSequentially('5');
  await page.keyboard.press('Control+s');
  await expect.poll(() => row('rating')).toBe('7.55');
  await rating.fill('');
  await page.keyboard.press('Control+s');
  await expect.poll(() => row('rating IS NULL')).toBe('t');
  await rating.fill('8.25');
  await page.keyboard.press('Control+s');
  await expect.poll(() => row('rating')).toBe('8.25');
  await window.settled();
  await page.getByRole('button', { name: 'Language' }).click();
  await page.getByRole('menuitemradio', { name: 'Русский' }).click();
  await expect.poll(() => field(page, 'Рейтинг').inputValue()).toBe('8,25');
});

it('shows all of it to a viewer, as clearly as to an editor, and lets nothing be changed', async () => {
  const [genre = ''] = await stage.site.sql('SELECT id FROM content.genre LIMIT 1');
  const [person = ''] = await stage.site.sql('SELECT id FROM content.person LIMIT 1');
  await using window = await stage.open('viewer');
  const { page } = window;
  for (const [path, first] of [[`/films/${film.id}`, 'Title'], [`/genres/${genre}`, 'Name'], [`/persons/${person}`, 'Name']] as const) {
    await page.goto(path);
    await field(page, first).waitFor();
    await window.settled();
    const inputs = page.locator('#main-content form').locator('input:not([aria-hidden]), textarea:not([aria-hidden])');
    for (const input of await inputs.all()) {
      expect(await input.evaluate((element: HTMLInputElement) => [element.name, element.readOnly, element.disabled])).toEqual([expect.any(String), true, false]);
    }
    expect(await page.locator('#main-content form .Mui-disabled').count()).toBe(0);
    expect(await window.axe()).toEqual([]);
  }
  await page.goto(`/films/${film.id}`);
  const kind = page.getByRole('combobox', { name: 'Kind' });
  await kind.click();
  await kind.press('ArrowDown');
  expect(await page.getByRole('option').count()).toBe(0);
  expect(await page.getByRole('button', { name: /^Remove/ }).count()).toBe(0);
});

it.each(['films', 'genres', 'persons'])('leads from the form to what the index holds of %s', async (resource) => {
  const table = { films: 'film_work', genres: 'genre', persons: 'person' }[resource] ?? '';
  const [id = ''] = await stage.site.sql(`SELECT id FROM content.${table} ORDER BY id LIMIT 1`);
  await using window = await stage.open('editor');
  const { page } = window;
  await page.goto(`/${resource}/${id}`);
  await page.getByRole('link', { name: 'Index document' }).click();
  await page.waitForURL(`**/${resource}/${id}/freshness`);
  await page.getByRole('button', { name: 'Index again' }).waitFor();
});

it('keeps what is typed when the session is over, and saves it after signing in in another tab', async () => {
  await using window = await stage.open('editor');
  window.expect(/status of 401/);
  const page = await open(window);
  await field(page, 'Title').fill('Longer than the session');
  await page.context().clearCookies();
  await page.keyboard.press('Control+s');
  const dialog = page.getByRole('dialog', { name: 'Your session is over' });
  const link = dialog.getByRole('link', { name: 'Sign in in a new tab' });
  await link.waitFor();
  expect(await window.axe()).toEqual([]);
  const [tab] = await Promise.all([page.context().waitForEvent('page'), link.click()]);
  await tab.getByRole('textbox', { name: 'Name' }).fill('editor');
  await tab.getByLabel('Password').fill(password);
  await tab.getByRole('button', { name: 'Sign in' }).click();
  await tab.getByRole('heading', { level: 1, name: 'Overview' }).waitFor();
  await tab.close();
  await page.evaluate(() => globalThis.dispatchEvent(new Event('focus'))); // the browser of the test does not tell of it
  await dialog.waitFor({ state: 'hidden' });
  await page.getByText('You are signed in again: save now.').waitFor();
  expect(await field(page, 'Title').inputValue()).toBe('Longer than the session');
  await page.keyboard.press('Control+s');
  await page.getByText('“Longer than the session” is saved.').waitFor();
  expect(await row('title')).toBe('Longer than the session');
  expect(new URL(page.url()).pathname).toBe(`/films/${film.id}`);
});

it('tells of it again with each save, and leads to the sign-in page once nothing is unsaved', async () => {
  await using window = await stage.open('editor');
  window.expect(/status of 401/);
  const page = await open(window);
  await field(page, 'Title').fill('Given up');
  await page.context().clearCookies();
  const dialog = page.getByRole('dialog', { name: 'Your session is over' });
  for (let attempt = 0; attempt < 2; attempt += 1) {
    await page.keyboard.press('Control+s');
    await dialog.getByRole('button', { name: 'Back to the form' }).click();
    await dialog.waitFor({ state: 'hidden' });
    await page.getByRole('alert').getByText('Nothing was saved: your session is over.').waitFor();
  }
  await page.getByRole('menuitem', { name: 'Genres' }).click();
  await guard(page).getByRole('button', { name: 'Leave without saving' }).click();
  await page.getByRole('heading', { level: 1, name: 'Sign in' }).waitFor();
});
