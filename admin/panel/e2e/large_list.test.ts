import { expect, it } from 'vitest';
import { setStage } from './stage.ts';

const films = 20_000;

const stage = setStage(films, { stream: false });

it('shows the rows of a large catalogue soon, and an estimate of how many there are', async () => {
  await using window = await stage.open('viewer');
  const { page } = window;
  await page.goto('/genres'); // the panel's program is in the browser's cache, as on any day but the first
  await page.locator('tbody tr').first().waitFor();
  await window.settled();
  const begin = performance.now();
  await page.goto('/films');
  await page.locator('tbody tr td a').nth(24).waitFor();
  const rows = performance.now() - begin;
  await page.getByRole('status').filter({ hasText: /^≈ [\d,]+ films$/ }).waitFor();
  console.log(`${films} films: rows after ${Math.round(rows)} ms`);
  expect(rows).toBeLessThan(5000);

  // Far down, and by another order.
  await page.goto('/films?filter=%7B%7D&sort=rating,title&order=DESC,ASC&page=400&perPage=50');
  await page.locator('tbody tr td a').nth(49).waitFor();
  await page.getByText(/^19,951–20,000 of/).waitFor();
  expect(await window.axe()).toEqual([]);
});

it('selects as many as can be changed at once', async () => {
  await using window = await stage.open('editor');
  window.expect(/status of 503 .*freshness/); // no walcast runs here
  const { page } = window;
  await page.goto('/films');
  await page.getByRole('checkbox', { name: 'Select all on this page' }).click();
  await page.getByRole('button', { name: 'Select the first 1,000' }).click();
  await page.getByRole('status').filter({ hasText: '1,000 selected' }).waitFor();
  await page.getByRole('button', { name: 'Set kind' }).click();
  await page.getByRole('dialog').getByRole('radio', { name: 'Series' }).check();
  await page.getByRole('dialog').getByRole('button', { name: 'Change 1000 films' }).click();
  await page.getByText(/films are changed\./).waitFor();
  expect(await stage.site.sql("SELECT count(*) FILTER (WHERE type <> 'tv_show') FROM (SELECT type FROM content.film_work ORDER BY title, id LIMIT 1000) AS first")).toEqual(['0']);
});
