import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import type { Window } from './browser.ts';
import { setOwnFilm } from './own_film.ts';
import { setStage } from './stage.ts';

const stage = setStage(60);
const film = setOwnFilm(stage);

const titleOf = async (id: string) => (await stage.site.sql(`SELECT title FROM content.film_work WHERE id = '${id}'`))[0];
const people = (id: string, role: string) =>
  stage.site.sql(`SELECT p.full_name FROM content.person AS p JOIN content.person_film_work AS l ON l.person_id = p.id WHERE l.film_work_id = '${id}' AND l.role = '${role}' ORDER BY 1`);
const field = (page: Page, name: string) => page.getByRole('textbox', { name, exact: true });
const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });

async function open(window: Window): Promise<Page> {
  await window.page.goto(`/films/${film.id}`);
  await field(window.page, 'Title').waitFor();
  return window.page;
}

it('saves and goes back to the list as it was filtered', async () => {
  await using window = await stage.open('editor');
  const { page } = window;
  await page.goto(`/films?filter=${encodeURIComponent(JSON.stringify({ q: film.title }))}`);
  await page.getByRole('link', { name: film.title, exact: true }).first().click();
  await field(page, 'Title').fill(`${film.title} I`);
  expect(await window.axe()).toEqual([]);
  await button(page, 'Save').click();
  await page.waitForURL((url) => url.pathname === '/films');
  await page.getByText(`“${film.title} I” is saved.`).waitFor();
  expect(await page.getByRole('searchbox', { name: 'Search titles' }).inputValue()).toBe(film.title);
  expect(await titleOf(film.id)).toBe(`${film.title} I`);
  await page.getByRole('link', { name: `${film.title} I`, exact: true }).waitFor();
  expect(await window.axe()).toEqual([]);
});

it('saves and stays, by the button and by the keyboard', async () => {
  await using window = await stage.open('editor');
  const page = await open(window);
  await field(page, 'Title').fill('By the button');
  await button(page, 'Save and continue').click();
  await page.getByText('“By the button” is saved.').waitFor();
  await field(page, 'Title').fill('By the keyboard');
  await page.keyboard.press('Control+s');
  await expect.poll(() => titleOf(film.id)).toBe('By the keyboard');
  expect(new URL(page.url()).pathname).toBe(`/films/${film.id}`);
  await field(page, 'Certificate').fill('PG');
  await page.keyboard.press('Meta+s');
  await expect.poll(() => stage.site.sql(`SELECT certificate FROM content.film_work WHERE id = '${film.id}'`)).toEqual(['PG']);
});

it('saves and begins the next film', async () => {
  await using window = await stage.open('editor');
  const page = await open(window);
  await field(page, 'Title').fill('The one before');
  await button(page, 'Save and add another').click();
  await page.waitForURL('**/films/create');
  await expect.poll(() => field(page, 'Title').inputValue()).toBe('');
  expect(await window.axe()).toEqual([]);
  await field(page, 'Title').fill('The one after');
  await button(page, 'Save and add another').click();
  await page.getByText('“The one after” is added.').waitFor();
  await expect.poll(() => field(page, 'Title').inputValue()).toBe('');
  expect(await titleOf(film.id)).toBe('The one before');
  expect(await stage.site.sql("SELECT count(*) FROM content.film_work WHERE title = 'The one after'")).toEqual(['1']);
});

it('saves as a new film, with the genres and people of the old one, which stays', async () => {
  await using window = await stage.open('editor');
  const page = await open(window);
  await field(page, 'Title').fill('A copy');
  await button(page, 'Save as new').click();
  await page.waitForURL((url) => /^\/films\/[0-9a-f-]{36}$/.test(url.pathname) && url.pathname !== `/films/${film.id}`);
  await page.getByText('“A copy” is added.').waitFor();
  const id = new URL(page.url()).pathname.slice('/films/'.length);
  expect(await titleOf(id)).toBe('A copy');
  expect(await titleOf(film.id)).toBe(film.title);
  expect(await people(id, 'actor')).toEqual(await people(film.id, 'actor'));
});

it('asks before it leaves what is not saved, and names it', async () => {
  await using window = await stage.open('editor');
  const page = await open(window);
  await field(page, 'Title').fill('Not saved');
  await page.getByRole('menuitem', { name: 'Genres' }).click();
  const dialog = page.getByRole('dialog', { name: 'Leave without saving?' });
  await dialog.getByText('Not saved yet: Title.').waitFor();
  expect(await window.axe()).toEqual([]);
  await dialog.getByRole('button', { name: 'Stay here' }).click();
  await dialog.waitFor({ state: 'hidden' });
  expect(await field(page, 'Title').inputValue()).toBe('Not saved');

  const asked = page.waitForEvent('dialog').then(async (native) => {
    const kind = native.type();
    await native.dismiss();
    return kind;
  });
  await page.evaluate(() => {
    globalThis.location.href = '/sign-in';
  });
  expect(await asked).toBe('beforeunload');

  await page.getByRole('menuitem', { name: 'Genres' }).click();
  await dialog.getByRole('button', { name: 'Leave without saving' }).click();
  await page.waitForURL('**/genres');
  expect(await titleOf(film.id)).toBe(film.title);
});

it('lets who has changed nothing go', async () => {
  await using window = await stage.open('editor');
  const page = await open(window);
  await field(page, 'Title').fill('Changed');
  await field(page, 'Title').fill(film.title);
  await page.getByRole('menuitem', { name: 'Genres' }).click();
  await page.waitForURL('**/genres');
});

it('adds people and genres, makes who is not there, and refuses nobody twice without a word', async () => {
  const [known = ''] = await stage.site.sql(`SELECT full_name FROM content.person WHERE id NOT IN (SELECT person_id FROM content.person_film_work WHERE film_work_id = '${film.id}') ORDER BY full_name LIMIT 1`);
  await using window = await stage.open('editor');
  const page = await open(window);
  const directors = page.getByRole('group', { name: 'Directors' });
  const add = directors.getByRole('combobox', { name: 'Add a director' });
  await add.fill(known);
  await page.getByRole('option', { name: known }).first().click();
  await directors.getByRole('link', { name: known }).waitFor();
  await add.fill(known);
  await page.getByRole('option', { name: `${known} already there` }).click();
  await directors.getByRole('status').getByText(`${known} is among the directors already.`).waitFor();
  expect(await window.axe()).toEqual([]);

  await add.fill('Nobody Before');
  await page.getByRole('option', { name: 'Add “Nobody Before” as a new person' }).waitFor();
  expect(await window.axe()).toEqual([]);
  await add.press('Enter');
  await directors.getByText('“Nobody Before” is added to the people and chosen.').waitFor();
  const genres = page.getByRole('group', { name: 'Genres' });
  await genres.getByRole('combobox', { name: 'Add a genre' }).fill('Cyberballet');
  await page.getByRole('option', { name: 'Make the genre “Cyberballet”' }).click();
  await genres.getByRole('link', { name: 'Cyberballet' }).waitFor();
  await page.keyboard.press('Control+s');
  await page.getByText(`“${film.title}” is saved.`).waitFor();
  expect(await people(film.id, 'director')).toEqual(expect.arrayContaining([known, 'Nobody Before']));
  expect(await stage.site.sql(`SELECT count(*) FROM content.genre_film_work AS l JOIN content.genre AS g ON g.id = l.genre_id WHERE l.film_work_id = '${film.id}' AND g.name = 'Cyberballet'`)).toEqual(['1']);

  await directors.getByRole('button', { name: `Remove ${known}` }).click();
  await button(page, 'Save and continue').click();
  await expect.poll(() => people(film.id, 'director')).not.toContain(known);
});

it('chooses what is found, and makes a new one only where that is meant', async () => {
  const [line = ''] = await stage.site.sql("INSERT INTO content.person (full_name) VALUES ('Zelda Quark') RETURNING id");
  await stage.site.sql("INSERT INTO content.genre (name) VALUES ('Zarzuela')");
  await using window = await stage.open('editor');
  const page = await open(window);
  const genres = page.getByRole('group', { name: 'Genres' });
  const add = genres.getByRole('combobox');
  await add.fill('Zarz');
  await page.getByRole('option', { name: 'Make the genre “Zarz”' }).waitFor();
  await add.press('ArrowDown');
  await add.press('Enter');
  await genres.getByRole('link', { name: 'Zarzuela' }).waitFor();
  await add.pressSequentially('Zarz'); // before the server has answered
  await add.press('ArrowDown');
  await add.press('Enter');
  await page.keyboard.press('Escape');
  expect(await stage.site.sql("SELECT name FROM content.genre WHERE name LIKE 'Zarz%'")).toEqual(['Zarzuela']);

  const directors = page.getByRole('group', { name: 'Directors' });
  const director = directors.getByRole('combobox');
  await director.fill(' zelda  QUARK ');
  await page.getByRole('option', { name: 'Add “zelda QUARK” as a new person' }).click();
  const dialog = page.getByRole('dialog', { name: 'Another person of this name?' });
  await dialog.getByText('“Zelda Quark” is among the people already.').waitFor();
  expect(await window.axe()).toEqual([]);
  await dialog.getByRole('button', { name: 'Choose who is there' }).click();
  await directors.locator(`[href="/persons/${line}"]`).waitFor();

  await director.fill('Zelda Quark');
  await page.getByRole('option', { name: 'Add “Zelda Quark” as a new person' }).click();
  await dialog.getByRole('button', { name: 'Add another person' }).click();
  await directors.getByText('“Zelda Quark” is added to the people and chosen.').waitFor();
  const namesakes = () => stage.site.sql("SELECT count(*) FROM content.person WHERE full_name = 'Zelda Quark'");
  expect(await namesakes()).toEqual(['2']);
  await directors.getByRole('button', { name: 'Delete “Zelda Quark” again' }).click();
  await directors.getByText('“Zelda Quark” is deleted again.').waitFor();
  expect(await namesakes()).toEqual(['1']);
  await expect.poll(() => directors.getByRole('link', { name: 'Zelda Quark' }).count()).toBe(1);
});

it('does not save past a name that was typed and not chosen', async () => {
  await using window = await stage.open('editor');
  const page = await open(window);
  const add = page.getByRole('combobox', { name: 'Add an actor' });
  await field(page, 'Title').fill('Not yet');
  await add.fill('Somebody');
  await button(page, 'Save and continue').click();
  await page.getByText('“Somebody” is not chosen yet: choose from the list, or clear it.').waitFor();
  await expect.poll(() => add.evaluate((element) => element === document.activeElement)).toBe(true);
  expect(await titleOf(film.id)).toBe(film.title);
  expect(await window.axe()).toEqual([]);
  await add.fill('');
  await page.getByText('is not chosen yet').waitFor({ state: 'hidden' });
  await page.keyboard.press('Control+s');
  await page.getByText('“Not yet” is saved.').waitFor();
});

it('has the focus on the next one after a removal, and on the box after the last', async () => {
  await stage.site.sql(`DELETE FROM content.genre_film_work WHERE film_work_id = '${film.id}'; INSERT INTO content.genre_film_work (film_work_id, genre_id) SELECT '${film.id}', id FROM (SELECT id FROM content.genre ORDER BY name LIMIT 2) AS two`);
  await using window = await stage.open('editor');
  const page = await open(window);
  const genres = page.getByRole('group', { name: 'Genres' });
  const removals = genres.getByRole('button', { name: /^Remove/ });
  await removals.first().focus();
  await page.keyboard.press('Enter');
  await expect.poll(() => removals.count()).toBe(1);
  await expect.poll(() => removals.first().evaluate((element) => element === document.activeElement)).toBe(true);
  await page.keyboard.press('Enter');
  await expect.poll(() => removals.count()).toBe(0);
  await expect.poll(() => genres.getByRole('combobox').evaluate((element) => element === document.activeElement)).toBe(true);
});

it('shows what the server refuses at its field, and goes there', async () => {
  await using window = await stage.open('editor');
  window.expect(/status of 422/);
  const page = await open(window);
  await field(page, 'Title').fill(' ');
  await button(page, 'Save and continue').click();
  await page.getByText('This must not be empty.').waitFor();
  await expect.poll(() => field(page, 'Title').evaluate((element) => element === document.activeElement)).toBe(true);
  expect(await window.axe()).toEqual([]);
  await field(page, 'Title').fill('');
  await button(page, 'Save').click();
  await page.getByText('Required').waitFor();
});

it('names the person that is not there any more', async () => {
  await using window = await stage.open('editor');
  window.expect(/status of 422/);
  const [, gone = ''] = await stage.site.sql("INSERT INTO content.person (full_name) VALUES ('Soon Gone') RETURNING 0, id").then(([line = '']) => line.split('|'));
  const page = await open(window);
  const writers = page.getByRole('group', { name: 'Writers' });
  await writers.getByRole('combobox').fill('Soon Gone');
  await page.getByRole('option', { name: 'Soon Gone', exact: true }).click();
  await stage.site.sql(`DELETE FROM content.person WHERE id = '${gone}'`);
  await button(page, 'Save').click();
  await writers.getByText('Soon Gone: There is no such person.').waitFor();
  await expect.poll(() => writers.getByRole('combobox').evaluate((element) => element === document.activeElement)).toBe(true);
});

it('opens in no time', async () => {
  await using window = await stage.open('editor');
  const { page } = window;
  await page.goto('/films');
  const link = page.locator('tbody tr').first().getByRole('link').first();
  const times: number[] = [];
  // The first time its chunk comes too. The best one is that of the form: other tests share the machine.
  for (let attempt = 0; attempt < 6; attempt += 1) {
    await link.waitFor();
    await window.settled();
    // From the click to the first input that can be typed in.
    const took = await link.evaluate(async (element: HTMLElement) => {
      const began = performance.now();
      element.click();
      while (document.querySelector('input[name="title"]') === null) await new Promise(requestAnimationFrame);
      return performance.now() - began;
    });
    times.push(took);
    await page.goBack();
  }
  const best = Math.min(...times);
  console.info(`a form opens within ${Math.round(best)} ms; to be reached: 300`);
  expect(best).toBeLessThan(5 * 300);
});

it.runIf(process.env.WALCAST_PANEL_SHOTS !== 'no')('looks as the pictures show', { timeout: 600_000 }, async () => {
  await stage.shoot('film_form', 'editor', (page) => page.goto(`/films/${film.id}`).then(() => page.locator('input[name="title"]').waitFor()));
});
