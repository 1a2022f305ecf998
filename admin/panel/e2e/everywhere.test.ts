// What holds on every page of the panel.
import type { Browser, Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { openBrowser, shoot, Window } from './browser.ts';
import { panelPages } from './pages.ts';
import { focusStops, foreignWords, rawKeys, wider } from './reading.ts';
import { Site } from './site.ts';

let site: Site;
let browser: Browser;
let pages: { name: string; path: string }[];
let data: string[];

beforeAll(async () => {
  site = await Site.start(60);
  browser = await openBrowser();
  pages = await panelPages(site);
  data = await site.sql('SELECT name FROM content.genre UNION SELECT full_name FROM content.person UNION SELECT title FROM content.film_work UNION SELECT name FROM admin.users UNION SELECT schemaname || \'.\' || tablename FROM pg_tables');
  data.push(...['movies', 'genres', 'persons'].map((index) => site.alias(index)));
  return async () => {
    await browser.close();
    await site.stop();
  };
});

async function open(window: Window, path: string): Promise<Page> {
  const { page } = window;
  await page.goto(path);
  await page.locator('h1').filter({ hasText: /\S/ }).waitFor();
  await window.settled();
  return page;
}

describe.each(['en', 'ru'] as const)('every page in %s', (language) => {
  it('has a name, all its words, and nothing that axe finds', { timeout: 300_000 }, async () => {
    await using window = await Window.open(browser, site, 'administrator', { language });
    const found: Record<string, unknown> = {};
    const titles = new Map<string, string>();
    for (const { name, path } of pages) {
      const page = await open(window, path);
      const title = await page.title();
      const faults = [
        ...(await window.axe()),
        ...(await rawKeys(page, data)),
        ...(language === 'ru' ? await foreignWords(page, data) : []),
        ...((await page.evaluate(() => document.documentElement.lang)) === language ? [] : ['lang is another']),
        ...(title.endsWith(' · walcast') && titles.get(title) === undefined ? [] : [`title "${title}" is no name of its own: ${titles.get(title) ?? ''}`]),
      ];
      titles.set(title, name);
      if (faults.length > 0) found[name] = faults;
    }
    expect(found).toEqual({});
  });

});

it('fits a phone, with the longer words of Russian', { timeout: 300_000 }, async () => {
  await using window = await Window.open(browser, site, 'administrator', { language: 'ru', theme: 'dark', width: 390, height: 844 });
  const found: Record<string, unknown> = {};
  for (const { name, path } of pages) {
    const page = await open(window, path);
    const faults = [...(await wider(page, 390)), ...(await window.axe())];
    if (faults.length > 0) found[name] = faults;
  }
  expect(found).toEqual({});
});

it('shows where the keyboard is, on every page', { timeout: 300_000 }, async () => {
  await using window = await Window.open(browser, site, 'administrator');
  const found: Record<string, unknown> = {};
  for (const { name, path } of pages) {
    const stops = await focusStops(await open(window, path));
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
  await using window = await Window.open(browser, site, 'administrator');
  const page = await open(window, '/films');
  const led = await page.getByRole('navigation').locator('a').evaluateAll((links) => links.map((link) => new URL((link as HTMLAnchorElement).href).pathname));
  expect(led.filter((path) => !pages.some((known) => known.path === path))).toEqual([]);
});

it('moves the focus to the page that was chosen, and skips to it', async () => {
  await using window = await Window.open(browser, site, 'administrator');
  const page = await open(window, '/films');
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
  expect(await page.evaluate(() => document.activeElement?.closest('#main-content') !== null)).toBe(true);
});

it('says that there is no connection, and that there is one again', async () => {
  await using window = await Window.open(browser, site, 'viewer');
  window.expect(/ERR_INTERNET_DISCONNECTED/);
  const page = await open(window, '/films');
  await page.context().setOffline(true);
  const notice = page.getByRole('status').filter({ hasText: 'There is no connection.' });
  await notice.waitFor();
  expect(await window.axe()).toEqual([]);
  await page.context().setOffline(false);
  await notice.waitFor({ state: 'detached' });
});

it('says that a page has failed, and loads it anew', async () => {
  await using window = await Window.open(browser, site, 'viewer');
  window.expect(/Failed to fetch|Failed to load|ERR_FAILED|error occurred|Error/);
  const { page } = window;
  await page.route(/\/assets\/GenreList-/, (route) => route.abort());
  await page.goto('/genres');
  await page.getByRole('heading', { level: 1, name: 'This page has failed' }).waitFor();
  expect(await window.axe()).toEqual([]);
  await page.unroute(/\/assets\/GenreList-/);
  await page.getByRole('button', { name: 'Load anew' }).click();
  await page.locator('tbody tr').first().waitFor();
});

it('moves nothing for who wants no movement', async () => {
  await using window = await Window.open(browser, site, 'viewer');
  const page = await open(window, '/films');
  const moving = await page.evaluate(() =>
    [...document.querySelectorAll('*')].filter((element) => {
      const { transitionDuration, animationDuration } = getComputedStyle(element);
      return `${transitionDuration},${animationDuration}`.split(',').some((duration) => parseFloat(duration) > 0.001);
    }).length,
  );
  expect(moving).toBe(0);
});

it.runIf(process.env.WALCAST_PANEL_SHOTS === 'all')('looks as the pictures show', { timeout: 3_000_000 }, async () => {
  for (const { name, path } of pages) {
    await shoot(browser, site, `every-${name}`, 'administrator', async (page) => {
      await page.goto(path);
      await page.locator('h1').filter({ hasText: /\S/ }).waitFor();
    });
  }
});
