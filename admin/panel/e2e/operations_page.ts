// The operations page as its tests read it.
import type { Locator, Page } from 'playwright-core';
import type { Site } from './site.ts';

export async function openOperations(page: Page): Promise<void> {
  await page.goto('/operations');
  await page.getByRole('heading', { name: 'Pipeline' }).waitFor();
}

/** What the page says of an index (its alias) under a name: "Documents", "Generation". */
export function fact(page: Page, index: string, name: string): Locator {
  return page.getByRole('article', { name: index }).locator(`dt:has-text("${name}") + dd`).first();
}

/** Which generation is searched, as walcast says it. */
export async function generation(site: Site, index: string): Promise<string | undefined> {
  const { indices } = JSON.parse(await site.walcast('status', '--json')) as { indices: { name: string; generation: string }[] };
  return indices.find(({ name }) => name === site.alias(index))?.generation;
}
