import { expect, it } from 'vitest';
import { setStage } from './stage.ts';

const stage = setStage();

it('is the first page, and each of its numbers leads to what it counts', async () => {
  await using window = await stage.open('viewer');
  const { page } = window;
  await page.goto('/');
  await page.getByRole('heading', { level: 1, name: 'Overview' }).waitFor();
  const [films = ''] = await stage.site.sql('SELECT count(*) FROM content.film_work');
  await page.getByRole('link', { name: `${films} films` }).waitFor();
  expect(await window.axe()).toEqual([]);

  const [line = ''] = await stage.site.sql(
    `SELECT g.name, count(*) FROM content.genre AS g JOIN content.genre_film_work AS l ON l.genre_id = g.id GROUP BY g.id ORDER BY 2 DESC, 1 LIMIT 1`,
  );
  const [genre = '', count = ''] = line.split('|');
  const row = page.getByRole('region', { name: 'Films by genre' }).getByRole('listitem').filter({ has: page.getByRole('link', { name: genre, exact: true }) });
  await expect.poll(async () => (await row.innerText()).split('\n').at(-1)).toBe(count);
  await row.getByRole('link').click();
  await page.waitForURL((url) => url.pathname === '/films');
  await page.getByText(new RegExp(`of ${count}$`)).first().waitFor();
});

it('shows its charts as tables for who prefers that', async () => {
  await using window = await stage.open('viewer');
  const { page } = window;
  await page.goto('/');
  const card = page.getByRole('region', { name: 'Films by year', exact: true }).first();
  await card.getByRole('img', { name: /^Columns: films of each year/ }).waitFor();
  await card.getByRole('button', { name: 'As a table: Films by year' }).click();
  const [line = ''] = await stage.site.sql('SELECT extract(year FROM creation_date)::int AS y, count(*) FROM content.film_work WHERE creation_date IS NOT NULL GROUP BY 1 ORDER BY 1 LIMIT 1');
  const [year = '', count = ''] = line.split('|');
  await expect.poll(() => card.getByRole('row').nth(1).innerText()).toMatch(new RegExp(`${year}\\s+${count}`));
  expect(await window.axe()).toEqual([]);
});

it('has a film without a rating in no column of ratings', async () => {
  await using window = await stage.open('viewer');
  const { page } = window;
  await page.goto('/');
  const card = page.getByRole('region', { name: 'Films by rating', exact: true });
  await card.getByRole('button', { name: 'As a table: Films by rating' }).click();
  // From the lowest rating that there is.
  const wanted = await stage.site.sql('SELECT count(f.id) FROM generate_series((SELECT floor(min(rating))::int FROM content.film_work), 9) AS r LEFT JOIN content.film_work AS f ON f.rating >= r AND (f.rating < r + 1 OR r = 9) GROUP BY r ORDER BY r');
  const numbers = async () => (await card.getByRole('row').allInnerTexts()).slice(1).map((text) => text.split(/\s+/).at(-1));
  await expect.poll(numbers).toEqual(wanted);
  const [none = ''] = await stage.site.sql('SELECT count(*) FROM content.film_work WHERE rating IS NULL');
  expect(Number(none)).toBeGreaterThan(0);
  await card.getByText(`${none} films have no rating.`).waitFor();
});

it('lists what films lack', async () => {
  await using window = await stage.open('viewer');
  const { page } = window;
  await page.goto('/');
  const card = page.getByRole('region', { name: 'Films that lack something' });
  const [count = ''] = await stage.site.sql(`SELECT count(*) FROM content.film_work WHERE coalesce(description, '') = ''`);
  const row = card.getByRole('listitem').filter({ hasText: 'No description' });
  await row.waitFor();
  expect((await row.innerText()).split('\n').at(-1)).toBe(count);
});

it('says in words that the numbers are not there', async () => {
  await using window = await stage.open('viewer');
  const { page } = window;
  window.expect(/status of 503/);
  const problem = { type: 'about:blank', title: 'Service Unavailable', status: 503, detail: 'The numbers are not counted yet.', request_id: 'x' };
  await page.route('**/api/admin/statistics', (route) => route.fulfill({ status: 503, contentType: 'application/problem+json', body: JSON.stringify(problem) }));
  await page.goto('/');
  await page.getByRole('alert').getByText('The numbers are not counted yet.').waitFor();
  expect(await window.axe()).toEqual([]);
  await page.unroute('**/api/admin/statistics');
  await page.getByRole('button', { name: 'Try again' }).click();
  await page.getByRole('region', { name: 'Films by genre' }).waitFor();
});

it.runIf(process.env.WALCAST_PANEL_SHOTS !== 'no')('looks as the pictures show', { timeout: 600_000 }, async () => {
  await stage.shoot('dashboard', 'editor', (page) => page.goto('/').then(() => page.getByRole('region', { name: /Films by genre|Фильмы по жанрам/ }).waitFor()));
});
