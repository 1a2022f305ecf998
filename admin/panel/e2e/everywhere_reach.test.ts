// How every page of the panel is reached and moved about in: on a phone, by the keyboard, without a connection.
import { beforeAll, expect, it } from 'vitest';
import { openPage, type PanelPage, panelPages } from './pages.ts';
import { focusStops, wider } from './reading.ts';
import { setStage } from './stage.ts';

const stage = setStage(60);
let pages: PanelPage[];

beforeAll(async () => {
  pages = await panelPages(stage.site);
});

it('fits a phone, with the longer words of Russian', { timeout: 300_000 }, async () => {
  await using window = await stage.open('administrator', { language: 'ru', theme: 'dark', width: 390, height: 844 });
  const found: Record<string, unknown> = {};
  for (const { name, path } of pages) {
    const page = await openPage(window, path);
    const faults = [...(await wider(page, 390)), ...(await window.axe())];
    if (faults.length > 0) found[name] = faults;
  }
  expect(found).toEqual({});
});

it('shows where the keyboard is, on every page', { timeout: 300_000 }, async () => {
  await using window = await stage.open('administrator');
  const found: Record<string, unknown> = {};
  for (const { name, path } of pages) {
    const stops = await focusStops(await openPage(window, path));
    const faults = stops.filter(({ visible }) => !visible).map(({ text }) => `no visible focus: ${text}`);
    if (stops[0]?.text !== 'Skip to content') faults.push(`begins at ${stops[0]?.text ?? 'nothing'}`);
    for (const area of ['banner', 'navigation', ...(['denied'].includes(name) ? [] : ['content'])]) {
      if (!stops.some((stop) => stop.area === area)) faults.push(`does not reach the ${area}`);
    }
    if (faults.length > 0) found[name] = faults;
  }
  expect(found).toEqual({});
});

it('knows every page that the menu leads to', async () => {
  await using window = await stage.open('administrator');
  const page = await openPage(window, '/films');
  const led = await page.getByRole('navigation').locator('a').evaluateAll((links) => links.map((link) => new URL((link as HTMLAnchorElement).href).pathname));
  expect(led.filter((path) => !pages.some((known) => known.path === path))).toEqual([]);
});

it('moves the focus to the page that was chosen, and skips to it', async () => {
  await using window = await stage.open('administrator');
  const page = await openPage(window, '/films');
  const focused = () => page.evaluate(() => document.activeElement?.id ?? '');
  await page.getByRole('menuitem', { name: 'Genres' }).focus();
  await page.keyboard.press('Enter');
  await page.waitForURL('**/genres');
  await expect.poll(focused).toBe('main-content');
  await expect.poll(() => page.title()).toBe('Genres · walcast');

  await page.reload();
  await window.settled();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Tab');
  await expect.poll(() => page.evaluate(() => document.activeElement?.closest('#main-content') !== null)).toBe(true);
});

it('says that there is no connection, and that there is one again', async () => {
  await using window = await stage.open('viewer');
  window.expect(/ERR_INTERNET_DISCONNECTED/);
  const page = await openPage(window, '/films');
  await page.context().setOffline(true);
  const notice = page.getByRole('status').filter({ hasText: 'There is no connection.' });
  await notice.waitFor();
  expect(await window.axe()).toEqual([]);
  await page.context().setOffline(false);
  await notice.waitFor({ state: 'detached' });
});

it('says that a page has failed, and loads it anew', async () => {
  await using window = await stage.open('viewer');
  window.expect(/TypeError|Cannot read|error occurred|Error/);
  const { page } = window;
  // What no server of ours answers, a proxy on the way may.
  await page.route(/\/api\/admin\/genres\?/, (route) => route.fulfill({ json: [null], headers: { 'X-Total-Count': '1' } }));
  await page.goto('/genres');
  await page.getByRole('heading', { level: 1, name: 'This page has failed' }).waitFor();
  expect(await window.axe()).toEqual([]);
  await page.unroute(/\/api\/admin\/genres\?/);
  await page.getByRole('button', { name: 'Load anew' }).click();
  await page.locator('tbody tr').first().waitFor();
});

it('moves nothing for who wants no movement', async () => {
  await using window = await stage.open('viewer');
  const page = await openPage(window, '/films');
  const moving = await page.evaluate(() =>
    [...document.querySelectorAll('*')].filter((element) => {
      const { transitionDuration, animationDuration } = getComputedStyle(element);
      return `${transitionDuration},${animationDuration}`.split(',').some((duration) => parseFloat(duration) > 0.001);
    }).length,
  );
  expect(moving).toBe(0);
});
