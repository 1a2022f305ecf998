// Every page of the panel.
import type { Page } from 'playwright-core';
import type { Window } from './browser.ts';
import type { Site } from './site.ts';

export interface PanelPage {
  name: string;
  path: string;
}

const record = (resource: string) => [
  { name: resource, path: `/${resource}` },
  { name: `${resource}-import`, path: `/${resource}/import` },
  { name: `${resource}-create`, path: `/${resource}/create` },
  { name: `${resource}-edit`, path: `/${resource}/{${resource}}` },
  { name: `${resource}-freshness`, path: `/${resource}/{${resource}}/freshness` },
  { name: `${resource}-history`, path: `/${resource}/{${resource}}/history` },
];

const paths = [
  { name: 'dashboard', path: '/' },
  { name: 'search', path: '/search' },
  ...record('films'),
  ...record('genres'),
  ...record('persons'),
  { name: 'history', path: '/history' },
  { name: 'operations', path: '/operations' },
  { name: 'users', path: '/users' },
  { name: 'tokens', path: '/tokens' },
  { name: 'profile', path: '/profile' },
  { name: 'denied', path: '/access-denied' },
  { name: 'missing', path: '/nothing/is/here' },
];

const tables: Record<string, string> = { films: 'film_work', genres: 'genre', persons: 'person' };

/** With the ids of records of this site in their places. */
export async function panelPages(site: Site): Promise<PanelPage[]> {
  const ids: Record<string, string> = {};
  for (const [resource, table] of Object.entries(tables)) [ids[resource] = ''] = await site.sql(`SELECT id FROM content.${table} ORDER BY id LIMIT 1`);
  return paths.map(({ name, path }) => ({ name, path: path.replace(/\{(\w+)\}/, (_, resource: string) => ids[resource] ?? '') }));
}

/** Opens it and waits for its heading and for all that it asks for. */
export async function openPage(window: Window, path: string): Promise<Page> {
  const { page } = window;
  await page.goto(path);
  await page.locator('h1').filter({ hasText: /\S/ }).waitFor();
  await window.settled();
  return page;
}
