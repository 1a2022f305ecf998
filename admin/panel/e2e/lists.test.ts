// What a list does for who works in it: where the focus is, what a selection holds, what a phone can reach.
import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { setStage } from './stage.ts';

const stage = setStage(120);

/** What has the focus, in a word: its name for who is read to, else its text. */
const focused = (page: Page) =>
  page.evaluate(() => {
    const element = document.activeElement;
    return element === null || element === document.body ? '' : (element.getAttribute('aria-label') ?? element.textContent);
  });
const filtered = (filter: object) => `/films?${new URLSearchParams({ filter: JSON.stringify(filter) })}`;

it('keeps the focus among the steps of the dates', async () => {
  await using window = await stage.open('viewer');
  const { page } = window;
  await page.goto('/films');
  const released = page.getByRole('group', { name: 'Released' });
  await released.getByRole('button', { name: /^\d{4}s/ }).first().waitFor();
  await window.settled();
  await released.getByRole('button', { name: /^\d{4}s/ }).first().focus();
  const decade = (/^\d{4}s/.exec(await focused(page)) ?? [''])[0];
  await page.keyboard.press('Enter');
  await expect.poll(() => focused(page)).toBe(decade);
  await released.getByRole('button', { name: new RegExp(`^${decade.slice(0, 3)}\\d ?\\d+$`) }).first().waitFor();
  await window.settled();
  expect(await focused(page)).toBe(decade);
  await page.keyboard.press('Tab');
  await expect.poll(() => focused(page)).toMatch(/^\d{4}(?!s)/);
  const year = (await focused(page)).slice(0, 4);
  await page.keyboard.press('Enter');
  await expect.poll(() => focused(page)).toBe(year);
  await window.settled();
  expect(await focused(page)).toBe(year);
  expect(await window.axe()).toEqual([]);

  await page.keyboard.press('Shift+Tab');
  await expect.poll(() => focused(page)).toBe(decade);
  await page.keyboard.press('Enter');
  await expect.poll(() => page.evaluate(() => document.activeElement?.getAttribute('aria-current'))).toBe('true');
  await expect.poll(() => focused(page)).toBe(decade);
  await released.getByRole('button', { name: 'All years' }).press('Enter');
  await expect.poll(() => focused(page)).toMatch(/^\d{4}s/);
  await window.settled();
  expect(await focused(page)).toMatch(/^\d{4}s/);
});

it('goes to the next filter when one is removed, and to the search after the last', async () => {
  await using window = await stage.open('viewer');
  const { page } = window;
  await page.goto(filtered({ type: ['movie'], missing: ['description', 'people'] }));
  await page.getByRole('button', { name: 'Remove the filter Kind: Film' }).press('Enter');
  await page.getByRole('button', { name: 'Remove the filter Kind: Film' }).waitFor({ state: 'detached' });
  await expect.poll(() => focused(page)).toBe('Remove the filter No description');
  await page.getByRole('button', { name: /^Remove the filter/ }).last().press('Delete');
  await expect.poll(() => page.getByRole('button', { name: /^Remove the filter/ }).count()).toBe(1);
  await expect.poll(() => focused(page)).toBe('Remove the filter No description');
  await page.keyboard.press('Enter');
  await expect.poll(() => page.getByRole('button', { name: /^Remove the filter/ }).count()).toBe(0);
  await expect.poll(() => focused(page)).toBe('Search titles, descriptions, ids');

  await page.goto(filtered({ type: ['movie'], missing: ['description'] }));
  await page.getByRole('button', { name: 'Clear all' }).first().press('Enter');
  await expect.poll(() => page.getByRole('button', { name: 'Clear all' }).count()).toBe(0);
  await expect.poll(() => focused(page)).toBe('Search titles, descriptions, ids');
});

it('goes to what the list holds once all that was selected is changed, or let go', async () => {
  await using window = await stage.open('editor');
  const { page } = window;
  await page.goto('/films');
  const all = page.getByRole('checkbox', { name: 'Select all on this page' });
  await all.check();
  await page.getByRole('button', { name: 'Select nothing' }).press('Enter');
  await page.getByRole('region', { name: 'Selected' }).waitFor({ state: 'detached' });
  await expect.poll(() => focused(page)).toBe('120 films');

  await all.check();
  await page.getByRole('button', { name: 'Set kind' }).press('Enter');
  await page.getByRole('dialog').getByRole('radio', { name: 'Series' }).check();
  await page.getByRole('dialog').getByRole('button', { name: 'Change 25 films' }).press('Enter');
  await page.getByText(/films? (is|are) changed\./).waitFor();
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await expect.poll(() => focused(page)).toBe('120 films');
});

it('shows how much of a selection is on other pages, and lets go of it with the filter', async () => {
  await using window = await stage.open('editor');
  const { page } = window;
  const says = (text: string | RegExp) => page.getByRole('status').filter({ hasText: text }).waitFor();
  await page.goto('/films');
  await page.getByRole('checkbox', { name: 'Select all on this page' }).check();
  await says(/^25 selected$/);
  await page.getByRole('button', { name: 'Page 2', exact: true }).click();
  await says(/^25 selected, 25 on other pages$/);
  await page.getByRole('checkbox', { name: /^Select (?!all)/ }).first().check();
  await says(/^26 selected, 25 on other pages$/);
  await page.getByRole('columnheader', { name: 'Title' }).getByRole('button').click();
  await page.waitForURL(({ searchParams }) => searchParams.get('page') === '1');
  await says(/^26 selected/);
  expect(await window.axe()).toEqual([]);

  await page.getByRole('checkbox', { name: /^Series/ }).click();
  await says('The filters have changed: 26 are no longer selected.');
  await expect.poll(() => page.getByRole('region', { name: 'Selected' }).count()).toBe(0);
  await expect.poll(() => page.getByRole('checkbox', { name: /^Select / }).and(page.locator(':checked')).count()).toBe(0);
  expect(await window.axe()).toEqual([]); // and the rows of this filter have come

  // What is selected now belongs to this filter: it stays while one looks at a film, and is gone after a reload.
  await page.getByRole('checkbox', { name: /^Select (?!all)/ }).first().check();
  await says(/^1 selected$/);
  await expect.poll(() => page.getByText('The filters have changed').count()).toBe(0);
  await page.locator('tbody').getByRole('link').first().click();
  await page.getByRole('textbox', { name: 'Title' }).waitFor();
  await page.goBack();
  await says(/^1 selected$/);
  await page.reload();
  await page.getByRole('checkbox', { name: /^Select (?!all)/ }).first().waitFor();
  expect(await page.getByRole('region', { name: 'Selected' }).count()).toBe(0);
});

it('lets go of a selection when the list is opened with another filter', async () => {
  await using window = await stage.open('editor');
  const { page } = window;
  await page.goto('/films');
  await page.getByRole('checkbox', { name: 'Select all on this page' }).check();
  await page.getByRole('region', { name: 'Selected' }).waitFor();
  await page.getByRole('menuitem', { name: 'Genres' }).click();
  const [genre = ''] = await stage.site.sql('SELECT g.name FROM content.genre AS g JOIN content.genre_film_work AS l ON l.genre_id = g.id GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT 1');
  await page.getByRole('link', { name: genre, exact: true }).click();
  await page.getByRole('link', { name: 'All of them in the list of films' }).click();
  await page.getByRole('status').filter({ hasText: 'The filters have changed: 25 are no longer selected.' }).waitFor();
});

it('hides nothing on a phone: the last row and the pages can be pressed', async () => {
  await using window = await stage.open('editor', { width: 390, height: 844 });
  const { page } = window;
  await page.goto('/films');
  await page.getByRole('navigation', { name: 'Pages' }).waitFor();
  await window.settled();
  const reached = (element: Element) => {
    globalThis.scrollTo({ top: document.documentElement.scrollHeight });
    const { left, top, width, height } = element.getBoundingClientRect();
    return element.contains(document.elementFromPoint(left + width / 2, top + height / 2));
  };
  const controls = [...(await page.getByRole('navigation', { name: 'Pages' }).locator('button:enabled').all()), page.locator('main li a').last()];
  expect(controls.length).toBeGreaterThan(4);
  for (const control of controls) {
    const what = await control.evaluate(({ outerHTML }) => outerHTML.slice(0, 200));
    await expect.poll(() => control.evaluate(reached), { message: what }).toBe(true);
  }

  await page.getByRole('link', { name: 'Create' }).click();
  await page.waitForURL(/\/films\/create$/);
});

it('shows the next user of the browser no filter of the one before', async () => {
  await using window = await stage.open('viewer');
  window.expect(/status of 401/);
  const { page } = window;
  const says = (text: string) => page.getByRole('status').filter({ hasText: text }).waitFor();
  await page.goto('/films');
  await page.getByRole('checkbox', { name: /^Series/ }).click();
  await page.getByRole('button', { name: 'Remove the filter Kind: Series' }).waitFor();
  await window.settled();
  await page.getByRole('checkbox', { name: /^Select (?!all)/ }).first().check();
  await page.goto('/films');
  await page.getByRole('button', { name: 'Remove the filter Kind: Series' }).waitFor();
  await page.context().clearCookies();
  await window.signIn('editor');
  await page.goto('/films');
  await says('120 films');
  await window.settled();
  expect(await page.getByRole('button', { name: /^Remove the filter/ }).count()).toBe(0);

  await page.getByRole('checkbox', { name: /^Series/ }).click();
  await page.getByRole('button', { name: 'Remove the filter Kind: Series' }).waitFor();
  await page.getByRole('button', { name: 'Account of editor' }).click();
  await page.getByRole('menuitem', { name: /log ?out|sign out/i }).click();
  await page.waitForURL(({ pathname, search }) => pathname === '/sign-in' && search === '');
});

it('numbers the pages of users as those of films', async () => {
  await using window = await stage.open('administrator');
  await window.page.goto('/users');
  await window.page.getByText('1–4 of 4', { exact: true }).waitFor();
  await window.page.getByRole('navigation', { name: 'Pages' }).waitFor();
  expect(await window.axe()).toEqual([]);
});

it('says once that the server is gone, and shows all anew when it is back', async () => {
  await using window = await stage.open('viewer');
  window.expect(/ERR_FAILED/);
  const { page } = window;
  await page.goto('/films');
  await page.getByRole('checkbox', { name: /^Series/ }).waitFor();
  await page.route('**/api/admin/films**', (route) => route.abort());
  await page.getByRole('button', { name: 'Page 2', exact: true }).click();
  await page.getByRole('heading', { name: 'The list cannot be shown' }).waitFor();
  await page.getByRole('searchbox').fill('zzzz qqqq xxxx'); // the sidebar asks, too
  await page.waitForURL((url) => (url.searchParams.get('filter') ?? '').includes('zzzz'));
  await page.getByRole('checkbox', { name: /^Series/ }).waitFor({ state: 'detached' });
  await expect.poll(() => page.getByText('The server does not answer').count()).toBe(1);
  expect(await window.axe()).toEqual([]);

  await page.unroute('**/api/admin/films**');
  await page.getByRole('button', { name: 'Try again' }).click();
  await page.getByRole('checkbox', { name: /^Series/ }).waitFor();
  await page.getByRole('heading', { name: 'No film fits' }).waitFor();
});
