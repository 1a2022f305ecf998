import { expect, it } from 'vitest';
import { setStage } from './stage.ts';

// More where one wants to know: WALCAST_PANEL_FILMS=200000.
const films = Number(process.env.WALCAST_PANEL_FILMS ?? 20_000);
const shown = (count: number) => count.toLocaleString('en');

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

  // A form that was opened once already: its program is there.
  const form = async (row: number) => {
    const at = performance.now();
    await page.locator('tbody tr td a').nth(row).click();
    await page.locator('input[name=title]').waitFor();
    const took = performance.now() - at;
    await window.settled();
    await page.goBack();
    await page.locator('tbody tr td a').nth(24).waitFor();
    await window.settled();
    return took;
  };
  await window.settled();
  await form(0);
  const opened = await form(1);
  console.log(`${films} films: a form after ${Math.round(opened)} ms`);
  expect(opened).toBeLessThan(1500);

  // Far down, and by another order.
  await page.goto(`/films?filter=%7B%7D&sort=rating,title&order=DESC,ASC&page=${films / 50}&perPage=50`);
  await page.locator('tbody tr td a').nth(49).waitFor();
  await page.getByText(new RegExp(`^${shown(films - 49)}–${shown(films)} of`)).waitFor();
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
