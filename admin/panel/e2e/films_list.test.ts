import type { Locator, Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { setStage } from './stage.ts';

const stage = setStage();

const count = async (where: string) => Number((await stage.site.sql(`SELECT count(*) FROM content.film_work AS f WHERE ${where}`))[0]);
const titles = (page: Page) => page.locator('tbody tr td:nth-child(2)').allInnerTexts();
const says = (page: Page, films: number) => page.getByRole('status').filter({ hasText: new RegExp(`^${films} films?$`) }).waitFor();
const parameter = (page: Page, name: string) => new URL(page.url()).searchParams.get(name);
const sorted = (page: Page, sort: string, order: string) => page.waitForURL(({ searchParams }) => searchParams.get('sort') === sort && searchParams.get('order') === order);
/** Call it before what changes them: resolves once they are saved with this in them. */
const preferencesSaved = (page: Page, part: string) =>
  page.waitForResponse((answer) => answer.url().endsWith('/api/account/preferences') && answer.request().method() === 'PUT' && (answer.request().postData() ?? '').includes(part) && answer.ok());
const filterOf = (page: Page) => JSON.parse(parameter(page, 'filter') ?? '{}') as Record<string, unknown>;

it('sorts by several columns, and the address says how', async () => {
  await using window = await stage.open('viewer');
  const { page } = window;
  await page.goto('/films');
  await page.getByRole('button', { name: 'Kind' }).click();
  await sorted(page, 'type', 'ASC');
  await page.locator('th[aria-sort=ascending]', { hasText: 'Kind' }).waitFor();
  await page.getByRole('button', { name: 'Rating' }).click({ modifiers: ['Shift'] });
  await sorted(page, 'type,rating', 'ASC,ASC');
  await page.getByRole('button', { name: /^Rating ?2$/ }).click({ modifiers: ['Shift'] });
  await sorted(page, 'type,rating', 'ASC,DESC');
  const wanted = await stage.site.sql('SELECT title FROM content.film_work ORDER BY type, rating DESC NULLS LAST, id LIMIT 25');
  await expect.poll(() => titles(page)).toEqual(wanted);
  await expect.poll(() => page.getByRole('columnheader', { name: 'Kind' }).getAttribute('aria-sort')).toBe('ascending');

  // The same by the keyboard alone.
  await page.getByRole('button', { name: 'Order' }).click();
  await page.getByRole('dialog', { name: 'Order' }).getByRole('button', { name: /^Rating/ }).press('Enter');
  await sorted(page, 'type', 'ASC');
  expect(await window.axe()).toEqual([]);
});

it('keeps columns, page size and order for the user, wherever he signs in', async () => {
  {
    await using window = await stage.open('administrator');
    const { page } = window;
    await page.goto('/films');
    await page.getByRole('button', { name: 'Columns' }).click();
    await page.getByRole('checkbox', { name: 'Directors' }).click();
    await page.getByRole('checkbox', { name: 'Kind' }).click();
    await page.getByRole('button', { name: 'Move Rating to the left' }).click();
    expect(await window.axe()).toEqual([]);
    await page.waitForURL((url) => url.searchParams.get('columns') === 'title,rating,creation_date,genres,directors');
    await page.keyboard.press('Escape');
    await page.getByRole('combobox').filter({ hasText: '25' }).click();
    const saved = preferencesSaved(page, '"perPage":50'); // the columns may still be on their way
    await page.getByRole('option', { name: '50', exact: true }).click();
    await saved;
  }
  await using window = await stage.open('administrator');
  await window.page.goto('/films');
  await window.page.getByRole('columnheader', { name: 'Directors' }).waitFor();
  await window.settled();
  const heads = async () => (await window.page.getByRole('columnheader').allInnerTexts()).map((text) => text.trim()).filter((text) => text !== '');
  await expect.poll(heads).toEqual(['Title', 'Rating', 'Released', 'Genres', 'Directors']);
  await expect.poll(() => window.page.locator('tbody tr').count()).toBe(50);
});

it('filters by what the sidebar counts, and each filter can be removed', async () => {
  await using window = await stage.open('viewer');
  const { page } = window;
  await page.goto('/films');
  const series = await count("type = 'tv_show'");
  await page.getByRole('checkbox', { name: new RegExp(`^Series ?${series}$`) }).click();
  await says(page, series);
  const [line = ''] = await stage.site.sql(
    "SELECT g.name, count(*) FROM content.film_work f JOIN content.genre_film_work l ON l.film_work_id = f.id JOIN content.genre g ON g.id = l.genre_id WHERE f.type = 'tv_show' GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 1",
  );
  const [genre = '', films = ''] = line.split('|');
  await page.getByRole('checkbox', { name: new RegExp(`^${genre} ?${films}$`) }).click();
  await says(page, Number(films));
  await window.settled();
  // What the other kind would give is still told.
  await page.getByRole('checkbox', { name: /^Film ?\d+$/ }).waitFor();
  expect(await window.axe()).toEqual([]);

  await page.getByRole('button', { name: `Remove the filter Genres: ${genre}` }).click();
  await says(page, series);
  const rated = await count("type = 'tv_show' AND rating >= 8 AND rating < 9");
  await page.getByRole('checkbox', { name: new RegExp(`^8–9 ?${rated}$`) }).click();
  await says(page, rated);
  await page.getByRole('button', { name: 'Clear all' }).first().click();
  await says(page, await count('true'));
  await expect.poll(() => filterOf(page)).toEqual({});
});

it('counts films without a rating apart from all ratings', async () => {
  await stage.site.sql("UPDATE content.film_work SET rating = NULL WHERE id IN (SELECT id FROM content.film_work ORDER BY id LIMIT 40)");
  await using window = await stage.open('viewer');
  const { page } = window;
  await page.goto('/films');
  const [best, none] = [await count('rating >= 9'), await count('rating IS NULL')];
  const rated = page.getByRole('group', { name: 'Rating' });
  if (best > 0) await rated.getByRole('checkbox', { name: new RegExp(`^9–10 ?${best}$`) }).waitFor();
  else expect(await rated.getByRole('checkbox', { name: /^9–10/ }).count()).toBe(0);
  await rated.getByRole('checkbox', { name: new RegExp(`^No rating ?${none}$`) }).click();
  await says(page, none);
});

it('takes each of two clicks in one moment', async () => {
  await using window = await stage.open('viewer');
  const { page } = window;
  await page.goto('/films');
  await page.getByRole('checkbox', { name: /^Series/ }).waitFor();
  await window.settled();
  // By the script, which is quicker than the page follows.
  const press = async (...wanted: Locator[]) => {
    const elements = await Promise.all(wanted.map((one) => one.elementHandle()));
    await page.evaluate((all) => {
      for (const element of all) (element as HTMLElement).click();
    }, elements);
  };
  await press(page.getByRole('checkbox', { name: /^Film/ }), page.getByRole('checkbox', { name: /^Series/ }));
  await expect.poll(() => filterOf(page)).toEqual({ type: ['movie', 'tv_show'] });
  await window.settled(); // the heads stay what they are from now on
  const rating = page.getByRole('columnheader', { name: 'Rating' }).getByRole('button');
  await press(rating, rating);
  await sorted(page, 'rating', 'DESC');
  expect(filterOf(page)).toEqual({ type: ['movie', 'tv_show'] });
});

it('goes down from decades to a day and up again', async () => {
  await using window = await stage.open('viewer');
  const { page } = window;
  const [line = ''] = await stage.site.sql('SELECT extract(year FROM creation_date), extract(day FROM creation_date), to_char(creation_date, \'FMMonth\'), extract(month FROM creation_date) FROM content.film_work WHERE creation_date IS NOT NULL ORDER BY id LIMIT 1');
  const [year = '', day = '', month = '', number = ''] = line.split('|');
  await page.goto('/films');
  const released = page.getByRole('group', { name: 'Released' });
  await released.getByRole('button', { name: new RegExp(`^${year.slice(0, 3)}0s`) }).click();
  await released.getByRole('button', { name: new RegExp(`^${year}(?!s)`) }).click(); // not the decade, which 1990 begins, too
  await says(page, await count(`extract(year FROM creation_date) = ${year}`));
  await released.getByRole('button', { name: new RegExp(`^${month}`) }).click();
  await released.getByRole('button', { name: new RegExp(`^${day}(?!\\d)`) }).first().click();
  await page.waitForURL((url) => (url.searchParams.get('filter') ?? '').includes('"day"'));
  await expect.poll(() => filterOf(page)).toEqual({ year: Number(year), month: Number(number), day: Number(day) });
  await says(page, await count(`extract(year FROM creation_date) = ${year} AND extract(month FROM creation_date) = ${number} AND extract(day FROM creation_date) = ${day}`));
  expect(await window.axe()).toEqual([]);
  await released.getByRole('button', { name: year, exact: true }).click();
  await says(page, await count(`extract(year FROM creation_date) = ${year}`));
  await released.getByRole('button', { name: 'All years' }).click();
  await says(page, await count('true'));
});

it('saves a view, opens with it, renames and deletes it', async () => {
  await using window = await stage.open('operator');
  const { page } = window;
  await page.goto('/films');
  await page.getByRole('checkbox', { name: /^Series/ }).click();
  await expect.poll(() => filterOf(page)).toEqual({ type: ['tv_show'] });
  await page.getByRole('checkbox', { name: /^Series/, checked: true }).waitFor();
  await page.getByRole('button', { name: 'Rating', exact: true }).click();
  await sorted(page, 'rating', 'ASC');
  await page.locator('th[aria-sort=ascending]', { hasText: 'Rating' }).waitFor();
  await page.getByRole('button', { name: 'Views' }).click();
  await page.getByRole('textbox', { name: 'Name of this view' }).fill('Weak series');
  await page.getByRole('button', { name: 'Save view' }).click();
  const saved = preferencesSaved(page, '"preset":"Weak series"');
  await page.getByRole('button', { name: 'Open the list with Weak series' }).click();
  expect(await window.axe()).toEqual([]);
  await saved;

  // Another browser of the same user.
  await using other = await stage.open('operator');
  await other.page.goto('/films');
  await other.page.getByRole('button', { name: 'Weak series' }).waitFor();
  await expect.poll(() => filterOf(other.page)).toEqual({ type: ['tv_show'] });
  await other.page.getByRole('button', { name: 'Clear all' }).first().click();
  await says(other.page, await count('true'));
  await other.page.getByRole('button', { name: 'Views' }).click();
  await other.page.getByRole('button', { name: 'Rename Weak series' }).click();
  await other.page.getByRole('textbox', { name: 'New name' }).fill('Poor series');
  await other.page.getByRole('textbox', { name: 'New name' }).press('Enter');
  await other.page.getByRole('button', { name: /^Poor series/ }).click();
  await says(other.page, await count("type = 'tv_show'"));
  await other.page.getByRole('button', { name: 'Poor series' }).click();
  await other.page.getByRole('button', { name: 'Delete Poor series' }).click();
  await other.page.getByText('Save the filters, order and columns').waitFor();
});

it('searches while one writes', async () => {
  const [title = ''] = await stage.site.sql('SELECT title FROM content.film_work ORDER BY length(title) DESC, id LIMIT 1');
  await using window = await stage.open('viewer');
  const { page } = window;
  await page.goto('/films?sort=title&order=ASC'); // this user has chosen another order before
  await page.getByRole('searchbox', { name: 'Search titles' }).fill(title);
  await page.waitForURL((url) => (url.searchParams.get('filter') ?? '').includes('"q"'));
  await window.settled();
  await expect.poll(async () => (await titles(page))[0]).toBe(title);
  await page.getByRole('searchbox').fill('zzzz qqqq xxxx');
  await page.getByRole('heading', { name: 'No film fits' }).waitFor();
  expect(await window.axe()).toEqual([]);
  await page.getByRole('button', { name: 'Clear the search' }).click();
  await says(page, await count('true'));
});

it('finds a film by a pasted id and by words of its description, the best hits first until an order is chosen', async () => {
  await stage.site.sql(
    "INSERT INTO content.film_work (title, type, rating, description) VALUES ('Zebra crossing', 'movie', 2, NULL), ('A quiet street', 'movie', 3, 'Two zebras cross it'), ('Zebras', 'movie', 9, NULL)",
  );
  const [id = ''] = await stage.site.sql("SELECT id FROM content.film_work WHERE title = 'A quiet street'");
  await using window = await stage.open('viewer');
  const { page } = window;
  await page.goto('/films?filter={}&sort=title&order=ASC'); // as people type it
  const box = page.getByRole('searchbox', { name: 'Search titles, descriptions, ids' });
  await box.fill(` ${id} `);
  await says(page, 1);
  await expect.poll(() => titles(page)).toEqual(['A quiet street']);
  await box.fill('zebras');
  await says(page, 3);
  await page.getByText('Best hits first').waitFor();
  await expect.poll(() => titles(page)).toEqual(['Zebras', 'Zebra crossing', 'A quiet street']);
  await expect.poll(() => page.getByRole('columnheader', { name: 'Title' }).getAttribute('aria-sort')).toBeNull();
  expect(await window.axe()).toEqual([]);
  await page.getByRole('button', { name: 'Rating', exact: true }).click();
  await sorted(page, 'rating', 'ASC');
  await expect.poll(() => titles(page)).toEqual(['Zebra crossing', 'A quiet street', 'Zebras']);
  await expect.poll(() => page.getByText('Best hits first').count()).toBe(0);
});

it('filters in a drawer on a phone', async () => {
  await using window = await stage.open('viewer', { width: 390, height: 844 });
  const { page } = window;
  await page.goto('/films');
  await page.getByRole('button', { name: 'Filters' }).click();
  const drawer = page.getByRole('dialog', { name: 'Filters' });
  await drawer.getByRole('checkbox', { name: /^Series/ }).click();
  const series = await count("type = 'tv_show'");
  await drawer.getByRole('button', { name: `Show ${series} films` }).waitFor();
  expect(await window.axe()).toEqual([]);
  await drawer.getByRole('button', { name: `Show ${series} films` }).click();
  await drawer.waitFor({ state: 'hidden' });
  await says(page, series);
  expect(await window.axe()).toEqual([]);
});

it.each([
  ['genres', 'No description', "coalesce(description, '') = ''", 'content.genre', 'genre'],
  ['persons', 'Directors', "EXISTS (SELECT FROM content.person_film_work AS l WHERE l.person_id = x.id AND l.role = 'director')", 'content.person', 'p(erson|eople)'],
])('filters %s', async (resource, value, where, table, noun) => {
  await using window = await stage.open('viewer');
  await window.page.goto(`/${resource}`);
  await window.page.getByRole('checkbox', { name: value }).click();
  const [found = ''] = await stage.site.sql(`SELECT count(*) FROM ${table} AS x WHERE ${where}`);
  await window.page.getByRole('status').filter({ hasText: new RegExp(`^${found} ${noun}s?$`) }).waitFor();
  expect(await window.axe()).toEqual([]);
});

it.runIf(process.env.WALCAST_PANEL_SHOTS !== 'no')('looks as the pictures show', { timeout: 600_000 }, async () => {
  await stage.shoot('films_filtered', 'editor', async (page) => {
    await page.goto(`/films?${new URLSearchParams({ filter: '{"type":["movie"],"rating_gte":5,"rating_lte":5.9999}', sort: 'creation_date,title', order: 'DESC,ASC' })}`);
    await page.getByRole('checkbox').nth(3).waitFor();
  });
});
