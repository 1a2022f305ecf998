import type { Locator, Page } from 'playwright-core';
import { expect, it } from 'vitest';
import type { Window } from './browser.ts';
import { variable } from './program.ts';
import { setStage } from './stage.ts';

const stage = setStage(20);
let made = 0;

/** A film with the actors Ann, Bob and Cid, in the order of their names, as all films were before orders were kept. */
async function makeFilm(): Promise<string> {
  made += 1;
  const [id = ''] = await stage.site.sql(
    `WITH film AS (INSERT INTO content.film_work (title, type) VALUES ('Cast ${made}', 'movie') RETURNING id),
          people AS (INSERT INTO content.person (full_name) VALUES ('Ann ${made}'), ('Bob ${made}'), ('Cid ${made}') RETURNING id),
          links AS (INSERT INTO content.person_film_work (film_work_id, person_id, role) SELECT film.id, people.id, 'actor' FROM film, people)
     SELECT id FROM film`,
  );
  return id;
}

async function open(window: Window, id: string): Promise<Locator> {
  await window.page.goto(`/films/${id}`);
  const actors = window.page.getByRole('group', { name: 'Actors' });
  await actors.getByRole('listitem').first().waitFor();
  await window.settled(); // what comes above it would move it from under the pointer
  return actors;
}

const names = async (actors: Locator) => (await actors.getByRole('link').allInnerTexts()).map((name) => name.split(' ')[0]);
const handle = (actors: Locator, name: string) => actors.getByRole('button', { name: `Place of ${name} ${made}` });
const isFocused = (locator: Locator) => locator.evaluate((element) => element === document.activeElement);
const save = async (page: Page) => {
  await page.keyboard.press('Control+s');
  await page.getByText(`“Cast ${made}” is saved.`).waitFor();
};

/** Presses the handle, goes to the left or right half of the other chip, and lets go. */
async function drag(page: Page, from: Locator, to: Locator, half: 'left' | 'right', letGo = true) {
  const [start, end] = [await from.boundingBox(), await to.boundingBox()];
  if (start === null || end === null) throw new Error('it is not in sight');
  await page.mouse.move(start.x + start.width / 2, start.y + start.height / 2);
  await page.mouse.down();
  const part = half === 'left' ? 0.2 : 0.8;
  await page.mouse.move(end.x + end.width * part, end.y + end.height * part, { steps: 5 });
  if (letGo) await page.mouse.up();
}

it('is dragged, saved, and the same in the form, for visitors and in the index', async () => {
  const id = await makeFilm();
  await using window = await stage.open('editor');
  const { page } = window;
  const actors = await open(window, id);
  await expect.poll(() => names(actors)).toEqual(['Ann', 'Bob', 'Cid']);
  await drag(page, handle(actors, 'Cid'), actors.getByRole('listitem').first(), 'left');
  await expect.poll(() => names(actors)).toEqual(['Cid', 'Ann', 'Bob']);
  await actors.getByRole('status').getByText(`Cid ${made} is now 1 of 3.`).waitFor();
  expect(await page.getByRole('menuitem', { name: 'Move earlier' }).count()).toBe(0); // what ends a drag is no click
  expect(await window.axe()).toEqual([]);
  await save(page);
  await page.reload();
  await expect.poll(() => names(actors)).toEqual(['Cid', 'Ann', 'Bob']);

  const film = (await (await fetch(`${stage.site.url}/api/v1/movies/${id}`)).json()) as { actors: string[] };
  expect(film.actors).toEqual([`Cid ${made}`, `Ann ${made}`, `Bob ${made}`]);
  await stage.site.settled();
  const document = (await (await fetch(`${variable('WALCAST_TEST_ES')}/${stage.site.alias('movies')}/_doc/${id}`)).json()) as { _source: { actors_names: string[] } };
  expect(document._source.actors_names).toEqual(film.actors);

  await page.goto(`/films/${id}/history`);
  await page.getByText(`order: Ann ${made}, Bob ${made}, Cid ${made}`).waitFor();
  expect(await window.axe()).toEqual([]);
});

it('is let go without a move, by Escape and where it was', async () => {
  const id = await makeFilm();
  await using window = await stage.open('editor');
  const { page } = window;
  const actors = await open(window, id);
  await drag(page, handle(actors, 'Cid'), actors.getByRole('listitem').first(), 'left', false);
  await page.keyboard.press('Escape');
  await page.mouse.up();
  await drag(page, handle(actors, 'Ann'), actors.getByRole('listitem').nth(1), 'left');
  expect(await names(actors)).toEqual(['Ann', 'Bob', 'Cid']);
  await page.getByRole('menuitem', { name: 'Genres' }).click();
  await page.waitForURL('**/genres'); // nothing is unsaved
});

it('is changed by keyboard and by a menu, and what moves keeps the focus', async () => {
  const id = await makeFilm();
  await using window = await stage.open('editor');
  const { page } = window;
  const actors = await open(window, id);
  await handle(actors, 'Bob').focus();
  await page.keyboard.press('Alt+ArrowLeft');
  await expect.poll(() => names(actors)).toEqual(['Bob', 'Ann', 'Cid']);
  await actors.getByRole('status').getByText(`Bob ${made} is now 1 of 3.`).waitFor();
  await page.keyboard.press('Alt+ArrowUp'); // there is no earlier place
  await page.keyboard.press('Alt+ArrowDown');
  await page.keyboard.press('Alt+ArrowRight');
  expect(await names(actors)).toEqual(['Ann', 'Cid', 'Bob']);
  expect(await isFocused(handle(actors, 'Bob'))).toBe(true);

  await handle(actors, 'Bob').click();
  expect(await window.axe()).toEqual([]);
  expect(await page.getByRole('menuitem', { name: 'Move later' }).isDisabled()).toBe(true);
  await page.getByRole('menuitem', { name: 'Move to the beginning' }).click();
  await expect.poll(() => names(actors)).toEqual(['Bob', 'Ann', 'Cid']);
  await expect.poll(() => isFocused(handle(actors, 'Bob'))).toBe(true);

  await page.getByRole('menuitem', { name: 'Genres' }).click();
  await page.getByRole('dialog', { name: 'Leave without saving?' }).getByText('Not saved yet: Actors.').waitFor();
  await page.getByRole('button', { name: 'Stay here' }).click();
  await save(page);
  expect(await stage.site.sql(`SELECT position FROM content.person_film_work AS l JOIN content.person AS p ON p.id = l.person_id WHERE film_work_id = '${id}' ORDER BY full_name`)).toEqual(['1', '0', '2']);
});

it('is merged where somebody else has added a person meanwhile', async () => {
  const id = await makeFilm();
  await using first = await stage.open('administrator');
  await using second = await stage.open('editor');
  second.expect(/status of 412/);
  const [theirs, mine] = [await open(first, id), await open(second, id)];
  await handle(mine, 'Cid').focus();
  await second.page.keyboard.press('Alt+ArrowLeft');

  await theirs.getByRole('combobox').fill(`Dee ${made}`);
  await first.page.getByRole('option', { name: `Add “Dee ${made}” as a new person` }).click();
  await theirs.getByRole('link', { name: `Dee ${made}` }).waitFor();
  await save(first.page);

  await second.page.keyboard.press('Control+s');
  const dialog = second.page.getByRole('dialog', { name: 'Somebody else saved first' });
  await dialog.getByText(`order: Ann ${made}, Bob ${made}, Cid ${made}`).first().waitFor();
  expect(await second.axe()).toEqual([]);
  await dialog.getByRole('button', { name: 'Save this' }).click();
  await second.page.getByText(`“Cast ${made}” is saved.`).waitFor();
  await expect.poll(() => names(mine)).toEqual(['Ann', 'Cid', 'Dee', 'Bob']);
});
