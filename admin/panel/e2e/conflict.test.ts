import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import type { Window } from './browser.ts';
import { setStage } from './stage.ts';

const stage = setStage(40);

const filmAt = async (place: number) => {
  const [line = ''] = await stage.site.sql(`SELECT id, title FROM content.film_work ORDER BY title, id OFFSET ${place} LIMIT 1`);
  const [id = '', title = ''] = line.split('|');
  return { id, title };
};
const row = (id: string, columns: string) => stage.site.sql(`SELECT ${columns} FROM content.film_work WHERE id = '${id}'`);
const field = (page: Page, name: string) => page.getByRole('textbox', { name, exact: true });
const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });
const dialogOf = (page: Page) => page.getByRole('dialog', { name: 'Somebody else saved first' });

async function open(window: Window, id: string): Promise<Page> {
  await window.page.goto(`/films/${id}`);
  await field(window.page, 'Title').waitFor();
  return window.page;
}

/** Two editors have the same film open; the second one's window may hear of the conflict. */
async function two(id: string) {
  const [first, second] = [await stage.open('administrator'), await stage.open('editor')];
  second.expect(/status of 412/);
  const [theirs, mine] = [await open(first, id), await open(second, id)];
  const close = async () => {
    await first.close();
    await second.close();
  };
  return { second, theirs, mine, [Symbol.asyncDispose]: close };
}

it('merges what each changed alone, and asks where both changed a field', async () => {
  const { id, title } = await filmAt(0);
  await using both = await two(id);
  const { theirs, mine } = both;
  await field(theirs, 'Title').fill('Their title');
  await field(theirs, 'Certificate').fill('NC-17');
  await theirs.getByRole('group', { name: 'Genres' }).getByRole('combobox').fill('Theirgenre');
  await theirs.getByRole('option', { name: 'Make the genre “Theirgenre”' }).click();
  await theirs.getByRole('link', { name: 'Theirgenre' }).waitFor();
  await button(theirs, 'Save and continue').click();
  await theirs.getByText('“Their title” is saved.').waitFor();

  await field(mine, 'Title').fill('My title');
  await field(mine, 'Description').fill('My description');
  await mine.getByRole('group', { name: 'Genres' }).getByRole('combobox').fill('Mygenre');
  await mine.getByRole('option', { name: 'Make the genre “Mygenre”' }).click();
  await mine.getByRole('link', { name: 'Mygenre' }).waitFor();
  await button(mine, 'Save and continue').click();

  const dialog = dialogOf(mine);
  await dialog.getByText('administrator saved at').waitFor();
  await dialog.getByText('1 field to choose in').waitFor();
  await expect.poll(() => dialog.getByRole('button', { name: 'Save this' }).isDisabled()).toBe(true);
  const choices = dialog.getByRole('radiogroup', { name: 'Title' });
  await expect.poll(() => choices.getByRole('radio').count()).toBe(2);
  await dialog.getByText(title, { exact: true }).waitFor(); // what it was
  expect(await dialog.getByRole('radiogroup', { name: 'Genres' }).getByRole('radio', { name: 'Both together' }).isChecked()).toBe(true);
  await dialog.getByText('changed by you').waitFor(); // the description
  await dialog.getByText('changed by them').waitFor(); // the certificate
  expect(await both.second.axe()).toEqual([]);
  await choices.getByRole('radio', { name: 'Mine My title' }).check();
  await dialog.getByRole('button', { name: 'Save this' }).click();
  await mine.getByText('“My title” is saved.').waitFor();
  await dialog.waitFor({ state: 'hidden' });
  expect(await row(id, 'title, certificate, description')).toEqual(['My title|NC-17|My description']);
  expect(await stage.site.sql(`SELECT g.name FROM content.genre AS g JOIN content.genre_film_work AS l ON l.genre_id = g.id WHERE l.film_work_id = '${id}' AND g.name IN ('Theirgenre', 'Mygenre') ORDER BY 1`)).toEqual(['Mygenre', 'Theirgenre']);
  await expect.poll(() => field(mine, 'Certificate').inputValue()).toBe('NC-17');

  // Saved on the newer version, there is nothing left to ask about.
  await field(mine, 'Title').fill('My title again');
  await button(mine, 'Save and continue').click();
  await mine.getByText('“My title again” is saved.').waitFor();
});

it('goes back to the form with nothing lost', async () => {
  const { id } = await filmAt(5);
  await using both = await two(id);
  const { theirs, mine } = both;
  await field(theirs, 'Title').fill('Their title');
  await button(theirs, 'Save and continue').click();
  await theirs.getByText('“Their title” is saved.').waitFor();
  await field(mine, 'Certificate').fill('Mine');
  await button(mine, 'Save').click();
  await dialogOf(mine).getByRole('button', { name: 'Back to the form' }).click();
  expect(await field(mine, 'Certificate').inputValue()).toBe('Mine');
  expect(await row(id, 'certificate')).not.toEqual(['Mine']);
  // Nobody contests it: it is enough to say yes; and what followed the save follows it now.
  await button(mine, 'Save').click();
  await dialogOf(mine).getByRole('button', { name: 'Save this' }).click();
  await mine.waitForURL((url) => url.pathname === '/films');
  expect(await row(id, 'title, certificate')).toEqual(['Their title|Mine']);
});

it('asks again where the film changes once more while one chooses', async () => {
  const { id } = await filmAt(10);
  await using both = await two(id);
  const { theirs, mine } = both;
  const save = async (title: string, certificate: string) => {
    await field(theirs, 'Title').fill(title);
    await field(theirs, 'Certificate').fill(certificate);
    await button(theirs, 'Save and continue').click();
    await theirs.getByText(`“${title}” is saved.`).waitFor();
  };
  await save('Theirs once', 'A');
  await field(mine, 'Title').fill('Mine');
  await field(mine, 'Certificate').fill('M');
  await button(mine, 'Save and continue').click();
  const dialog = dialogOf(mine);
  await dialog.getByRole('radiogroup', { name: 'Title' }).getByRole('radio', { name: 'Mine Mine' }).check();
  await dialog.getByRole('radiogroup', { name: 'Certificate' }).getByRole('radio', { name: 'Theirs A' }).check();
  await save('Theirs twice', 'A');
  await dialog.getByRole('button', { name: 'Save this' }).click();
  await dialog.getByText('It was changed once more while you were choosing.').waitFor();
  // The certificate was settled; the title has changed again.
  await expect.poll(() => dialog.getByRole('radiogroup').count()).toBe(1);
  expect(await both.second.axe()).toEqual([]);
  await dialog.getByRole('radio', { name: 'Theirs Theirs twice' }).check();
  await dialog.getByRole('button', { name: 'Save this' }).click();
  await mine.getByText('“Theirs twice” is saved.').waitFor();
  expect(await row(id, 'title, certificate')).toEqual(['Theirs twice|A']);
});

it('does not ask again about what was settled, where the outcome is refused', async () => {
  const { id } = await filmAt(17);
  const gone = `Conflict's ${id.slice(0, 8)}`;
  await stage.site.sql(`INSERT INTO content.person (full_name) VALUES ($$${gone}$$)`);
  await using both = await two(id);
  both.second.expect(/status of 422/);
  const { theirs, mine } = both;
  await field(theirs, 'Title').fill('Theirs');
  await field(theirs, 'Certificate').fill('A');
  await button(theirs, 'Save and continue').click();
  await theirs.getByText('“Theirs” is saved.').waitFor();
  await field(mine, 'Title').fill('Mine');
  const writers = mine.getByRole('group', { name: 'Writers' });
  await writers.getByRole('combobox').fill(gone);
  await mine.getByRole('option', { name: gone, exact: true }).click();
  await writers.getByRole('link', { name: gone }).waitFor();
  await button(mine, 'Save and continue').click();
  await dialogOf(mine).getByRole('radio', { name: 'Mine Mine' }).check();
  await stage.site.sql(`DELETE FROM content.person WHERE full_name = $$${gone}$$`);
  await dialogOf(mine).getByRole('button', { name: 'Save this' }).click();
  await dialogOf(mine).waitFor({ state: 'hidden' });
  await writers.getByText(`${gone}: There is no such person.`).waitFor();
  expect(await field(mine, 'Title').inputValue()).toBe('Mine');
  expect(await field(mine, 'Certificate').inputValue()).toBe('A');
  await writers.getByRole('button', { name: `Remove ${gone}` }).click();
  await button(mine, 'Save and continue').click();
  await mine.getByText('“Mine” is saved.').waitFor();
  expect(await row(id, 'title, certificate')).toEqual(['Mine|A']);
});

it('says that the film was deleted meanwhile, and can save it as new', async () => {
  const { id } = await filmAt(15);
  await using window = await stage.open('editor');
  window.expect(/status of 404/);
  const page = await open(window, id);
  await field(page, 'Title').fill('The survivor');
  await stage.site.sql(`DELETE FROM content.film_work WHERE id = '${id}'`);
  await button(page, 'Save').click();
  await page.getByRole('alert').getByText('Somebody has deleted this meanwhile.').waitFor();
  expect(await window.axe()).toEqual([]);
  await button(page, 'Save as new').click();
  await page.getByText('“The survivor” is added.').waitFor();
  expect(await stage.site.sql("SELECT count(*) FROM content.film_work WHERE title = 'The survivor'")).toEqual(['1']);
});

it.runIf(process.env.WALCAST_PANEL_SHOTS !== 'no')('looks as the pictures show', { timeout: 600_000 }, async () => {
  const { id } = await filmAt(20);
  let picture = 0;
  await stage.shoot('conflict', 'editor', async (page, window) => {
    window.expect(/status of 412/);
    picture += 1;
    await page.goto(`/films/${id}`);
    await page.locator('input[name="title"]').fill(`The long way home ${picture}`);
    await page.locator('input[name="certificate"]').fill(`${picture}+`);
    await page.locator('textarea[name="description"]').fill(`A lighthouse keeper writes letters that nobody reads (${picture}).`);
    await page.getByRole('button', { name: /^(Remove|Убрать)/ }).last().click();
    const person = `INSERT INTO content.person (full_name) VALUES ('Newcomer ${picture}') RETURNING id`;
    await stage.site.sql(`UPDATE content.film_work SET title = 'The way home ${picture}', rating = ${picture / 2} WHERE id = '${id}'`);
    await stage.site.sql(`WITH p AS (${person}) INSERT INTO content.person_film_work (film_work_id, person_id, role) SELECT '${id}', id, 'writer' FROM p`);
    await page.keyboard.press('Control+s');
    await page.getByRole('radiogroup').first().waitFor();
  });
});
