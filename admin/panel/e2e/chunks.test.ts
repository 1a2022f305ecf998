// The code of a page that does not come: the server is gone, or has another version by now.
import { expect, it } from 'vitest';
import { setStage } from './stage.ts';

const stage = setStage(20);
const code = '**/assets/GenreList-*.js';

it('says that the server does not answer, and goes on by itself once it does', async () => {
  await using window = await stage.open('editor');
  window.expect(/ERR_CONNECTION_REFUSED|ERR_FAILED|dynamically imported module|has not come/);
  const { page } = window;
  await page.goto('/');
  await page.getByRole('heading', { level: 1, name: 'Overview' }).waitFor();
  await window.settled();
  const all = /\/(assets|api|mark)/;
  await page.route(all, (route) => route.abort('connectionrefused'));
  await page.getByRole('menuitem', { name: 'Genres' }).click();
  await page.getByRole('heading', { level: 1, name: 'The server does not answer.' }).waitFor();
  await page.getByText('This page comes by itself once it does.').waitFor();
  expect(await page.getByText(/dynamically|Failed to/).count()).toBe(0);
  expect(await window.axe('pending')).toEqual([]);
  await page.getByRole('button', { name: 'Try again' }).click();
  await page.getByRole('heading', { level: 1, name: 'The server does not answer.' }).waitFor();
  await page.unroute(all);
  await page.getByRole('heading', { level: 1, name: 'Genres' }).waitFor();
  await page.locator('tbody tr').first().waitFor();
});

it('offers to load the panel anew where the code is gone', async () => {
  await using window = await stage.open('editor', { language: 'ru' });
  window.expect(/status of 404|dynamically imported module|has not come/);
  const { page } = window;
  await page.goto('/');
  await page.getByRole('heading', { level: 1, name: 'Обзор' }).waitFor();
  await page.route(code, (route) => route.fulfill({ status: 404, body: '' }));
  await page.getByRole('menuitem', { name: 'Жанры' }).click();
  await page.getByRole('heading', { level: 1, name: 'Панель обновилась' }).waitFor();
  expect(await window.axe()).toEqual([]);
  await page.unroute(code);
  await page.getByRole('button', { name: 'Загрузить заново' }).click();
  await page.getByRole('heading', { level: 1, name: 'Жанры' }).waitFor();
  await page.locator('tbody tr').first().waitFor();
});

it('shows at once that the first page is on its way', async () => {
  await using window = await stage.open('editor');
  const { page } = window;
  let letGo: () => void = () => undefined;
  const free = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  await page.route('**/assets/Dashboard-*.js', async (route) => {
    await free;
    await route.continue();
  });
  await page.goto('/', { waitUntil: 'commit' });
  await page.getByRole('menuitem', { name: 'Films' }).waitFor();
  const line = page.locator('#main-content').getByRole('progressbar', { name: 'Loading' });
  await line.waitFor();
  expect(await line.evaluate((element) => getComputedStyle(element.parentElement ?? element).opacity)).toBe('1');
  letGo();
  await page.getByRole('heading', { level: 1, name: 'Overview' }).waitFor();
});

it.each([
  ['films', 'Новый фильм', 'Фильм «'],
  ['genres', 'Новый жанр', 'Жанр «'],
  ['persons', 'Новая персона', 'Персона «'],
])('names the pages of %s as one says it in Russian, shortened on a phone with an ellipsis', async (resource, made, title) => {
  const table = { films: 'film_work', genres: 'genre', persons: 'person' }[resource] ?? '';
  const column = { films: 'title', genres: 'name', persons: 'full_name' }[resource] ?? '';
  const name = `Название, которое ни на каком телефоне не поместится в одну строку: ${resource}`;
  const [id = ''] = await stage.site.sql(`SELECT id FROM content.${table} ORDER BY id LIMIT 1`);
  await stage.site.sql(`UPDATE content.${table} SET ${column} = '${name}' WHERE id = '${id}'`);
  await using window = await stage.open('editor', { language: 'ru', width: 390 });
  const { page } = window;
  await page.goto(`/${resource}/create`);
  await page.getByRole('heading', { level: 1, name: made, exact: true }).waitFor();
  await page.goto(`/${resource}/${id}`);
  const heading = page.getByRole('heading', { level: 1, name: `${title}${name}»`, exact: true });
  await heading.waitFor();
  const inner = await heading.evaluate((element) => ({
    cut: element.scrollWidth > element.clientWidth,
    mark: getComputedStyle(element).textOverflow,
    boxes: Array.from(element.querySelectorAll('*'), (one) => getComputedStyle(one).display),
  }));
  expect(inner).toMatchObject({ cut: true, mark: 'ellipsis' });
  expect(new Set(inner.boxes)).toEqual(new Set(['inline'])); // one that is no line of text would be cut without it
});
