import { beforeAll, expect, it } from 'vitest';
import { setStage } from './stage.ts';

const stage = setStage();

beforeAll(async () => {
  const statement = (n: number) =>
    `INSERT INTO content.film_work (id, title, description, creation_date, rating, type)
     VALUES (gen_random_uuid(), 'Kinescope ${n}', 'A <b>kinescope</b> & its "operator"', '199${n % 10}-01-02', ${n % 10}, '${n % 2 === 0 ? 'movie' : 'tv_show'}')`;
  await stage.site.sql(Array.from({ length: 60 }, (_, n) => statement(n)).join(';'));
  await stage.site.settled();
});

const heading = (count: string) => ({ name: `${count} found`, level: 2 }) as const;

it('finds as one types, marks the words, and has it all in the address', async () => {
  await using window = await stage.open('viewer');
  const { page } = window;
  await page.goto('/search');
  await page.getByRole('listitem').first().waitFor();
  expect(await window.axe()).toEqual([]);
  await page.getByRole('searchbox').pressSequentially('kinescope');
  await page.getByRole('heading', heading('60 films')).waitFor();
  await page.waitForURL((url) => url.search === '?query=kinescope');
  const hit = page.getByRole('region', { name: 'Films found' }).getByRole('listitem').first();
  await hit.locator('mark').first().waitFor(); // what resembles a word that is being typed has no marks
  await expect.poll(() => hit.locator('mark').allInnerTexts()).toEqual(expect.arrayContaining(['Kinescope', 'kinescope']));
  await expect.poll(() => hit.innerText()).toContain('A <b>kinescope</b> & its "operator"');
  expect(await window.axe()).toEqual([]);

  await page.getByRole('checkbox', { name: /^Series/ }).click();
  await page.getByRole('heading', heading('30 films')).waitFor();
  await page.getByRole('checkbox', { name: /^7 and more/ }).click();
  await page.getByRole('heading', heading('12 films')).waitFor();
  await page.getByRole('checkbox', { name: /^1990–1999/ }).click();
  await page.waitForURL((url) => url.search === '?query=kinescope&type=tv_show&decade=1990&rating_from=7');
  expect(await window.axe()).toEqual([]);
  await page.reload();
  await page.getByRole('heading', heading('12 films')).waitFor();
  await expect.poll(() => page.getByRole('checkbox', { name: /Series/ }).getAttribute('aria-checked')).toBe('true');
  await page.getByRole('button', { name: 'Take all filters away' }).click();
  await page.getByRole('heading', heading('60 films')).waitFor();
});

it('has pages, and the one before behind the back button', async () => {
  await using window = await stage.open('viewer');
  const { page } = window;
  await page.goto('/search?query=kinescope');
  const hits = page.getByRole('region', { name: 'Films found' }).getByRole('listitem');
  const best = (await hits.first().getByRole('heading').innerText()).trim();
  await page.getByRole('button', { name: 'Page 3', exact: true }).click();
  await page.waitForURL((url) => url.searchParams.get('page') === '3');
  await hits.getByRole('heading', { name: best, exact: true }).waitFor({ state: 'detached' });
  expect(await window.axe()).toEqual([]);
  await page.goBack();
  await hits.first().getByRole('heading', { name: best, exact: true }).waitFor();
});

it('shows what is saved while one looks, and marks it as new', async () => {
  await using window = await stage.open('viewer');
  const { page } = window;
  await page.goto('/search?query=lanternfish');
  await page.getByText('A visitor finds nothing').waitFor();
  expect(await window.axe()).toEqual([]);
  await stage.site.sql(`INSERT INTO content.film_work (id, title, type) VALUES (gen_random_uuid(), 'Lanternfish', 'movie')`);
  const hit = page.getByRole('listitem').filter({ hasText: 'Lanternfish' });
  // The marks go after a while: all are awaited at once.
  await Promise.all([hit.getByText('new here').waitFor(), page.getByRole('status').filter({ hasText: '1 film is found anew.' }).waitFor({ state: 'attached' })]);
  expect(await window.axe()).toEqual([]);
});

it('says in words that the search is away, and finds again when it is back', async () => {
  await using window = await stage.open('viewer');
  const { page } = window;
  window.expect(/status of 503/);
  const problem = { type: 'about:blank', title: 'Service Unavailable', status: 503, detail: 'The search is away at the moment.', hint: 'Try again in a moment.', request_id: 'x' };
  let away = true;
  await page.route('**/api/v1/search*', (route) => (away ? route.fulfill({ status: 503, contentType: 'application/problem+json', body: JSON.stringify(problem) }) : route.continue()));
  await page.goto('/search?query=kinescope');
  await page.getByRole('alert').getByText('The search is away at the moment. Try again in a moment.').waitFor();
  expect(await window.axe()).toEqual([]);
  const asked = page.waitForRequest('**/api/v1/search*');
  await page.getByRole('button', { name: 'Try again' }).click();
  await asked;
  away = false; // it is asked for by itself, too
  await page.getByRole('heading', heading('60 films')).waitFor();
});

it('asks nothing while nobody sees the page', async () => {
  await using window = await stage.open('viewer');
  const { page } = window;
  let asked = 0;
  page.on('request', (request) => {
    if (request.url().includes('/api/v1/search')) asked += 1;
  });
  await page.clock.install();
  await page.goto('/search?query=kinescope');
  await page.getByRole('heading', heading('60 films')).waitFor();
  const seen = (state: string) =>
    page.evaluate((value) => {
      Object.defineProperty(document, 'visibilityState', { configurable: true, get: () => value });
      Object.defineProperty(document, 'hidden', { configurable: true, get: () => value === 'hidden' });
      document.dispatchEvent(new Event('visibilitychange', { bubbles: true }));
    }, state);
  await seen('hidden');
  await page.waitForLoadState('networkidle');
  const before = asked;
  await page.clock.runFor(30_000);
  expect(asked).toBe(before);
  await seen('visible');
  await page.clock.runFor(4000);
  await expect.poll(() => asked).toBeGreaterThan(before);
});

it.runIf(process.env.WALCAST_PANEL_SHOTS !== 'no')('looks as the pictures show', { timeout: 600_000 }, async () => {
  await stage.shoot('search', 'editor', (page) => page.goto('/search?query=quiet&type=movie').then(() => page.locator('ol > li').first().waitFor()));
});
