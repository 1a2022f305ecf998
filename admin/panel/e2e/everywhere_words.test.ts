// The words and names of every page of the panel, in both languages.
import { beforeAll, expect, it } from 'vitest';
import { openPage, type PanelPage, panelPages } from './pages.ts';
import { foreignWords, rawKeys } from './reading.ts';
import { setStage } from './stage.ts';

const stage = setStage(60);
let pages: PanelPage[];
let data: string[];

beforeAll(async () => {
  pages = await panelPages(stage.site);
  data = await stage.site.sql('SELECT name FROM content.genre UNION SELECT full_name FROM content.person UNION SELECT title FROM content.film_work UNION SELECT name FROM admin.users UNION SELECT schemaname || \'.\' || tablename FROM pg_tables');
  data.push(...['movies', 'genres', 'persons'].map((index) => stage.site.alias(index)));
});

it.each(['en', 'ru'] as const)('every page has a name, all its words and nothing that axe finds, in %s', { timeout: 300_000 }, async (language) => {
  await using window = await stage.open('administrator', { language });
  const found: Record<string, unknown> = {};
  const titles = new Map<string, string>();
  for (const { name, path } of pages) {
    const page = await openPage(window, path);
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

it.runIf(process.env.WALCAST_PANEL_SHOTS === 'all')('looks as the pictures show', { timeout: 3_000_000 }, async () => {
  for (const { name, path } of pages) {
    await stage.shoot(`every-${name}`, 'administrator', async (page) => {
      await page.goto(path);
      await page.locator('h1').filter({ hasText: /\S/ }).waitFor();
    });
  }
});
