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
  await released.getByRole('button', { name: /^\d{4}s/ }).first().focus();
  const decade = (/^\d{4}s/.exec(await focused(page)) ?? [''])[0];
  await page.keyboard.press('Enter');
  await expect.poll(() => focused(page)).toBe(decade);
  await released.getByRole('button', { name: new RegExp(`^${decade.slice(0, 3)}\\d ?\\d+$`) }).first().waitFor();
  expect(await focused(page)).toBe(decade);
  await page.keyboard.press('Tab');
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
  expect(await focused(page)).toBe(decade);
  await released.getByRole('button', { name: 'All years' }).press('Enter');
  await expect.poll(() => focused(page)).toMatch(/^\d{4}s/);
  await page.waitForLoadState('networkidle');
  expect(await focused(page)).toMatch(/^\d{4}s/);
});

it('goes to the next filter when one is removed, and to the search after the last', async () => {
  await using window = await stage.open('viewer');
  const { page } = window;
  await page.goto(filtered({ type: ['movie'], missing: ['description', 'people'] }));
  await page.getByRole('button', { name: 'Remove the filter Kind: Film' }).press('Enter');
  await page.getByRole('button', { name: 'Remove the filter Kind: Film' }).waitFor({ state: 'detached' });
  expect(await focused(page)).toBe('Remove the filter No description');
  await page.getByRole('button', { name: /^Remove the filter/ }).last().press('Delete');
  await expect.poll(() => page.getByRole('button', { name: /^Remove the filter/ }).count()).toBe(1);
  expect(await focused(page)).toBe('Remove the filter No description');
  await page.keyboard.press('Enter');
  await expect.poll(() => page.getByRole('button', { name: /^Remove the filter/ }).count()).toBe(0);
  expect(await focused(page)).toBe('Search titles');

  await page.goto(filtered({ type: ['movie'], missing: ['description'] }));
  await page.getByRole('button', { name: 'Clear all' }).first().press('Enter');
  await expect.poll(() => page.getByRole('button', { name: 'Clear all' }).count()).toBe(0);
  expect(await focused(page)).toBe('Search titles');
});

it('goes to what the list holds once all that was selected is changed, or let go', async () => {
  await using window = await stage.open('editor');
  const { page } = window;
  await page.goto('/films');
  const all = page.getByRole('checkbox', { name: 'Select all on this page' });
  await all.check();
  await page.getByRole('button', { name: 'Select nothing' }).press('Enter');
  await page.getByRole('region', { name: 'Selected' }).waitFor({ state: 'detached' });
  expect(await focused(page)).toBe('120 films');

  await all.check();
  await page.getByRole('button', { name: 'Set kind' }).press('Enter');
  await page.getByRole('dialog').getByRole('radio', { name: 'Series' }).check();
  await page.getByRole('dialog').getByRole('button', { name: 'Change 25 films' }).press('Enter');
  await page.getByText(/films? (is|are) changed\./).waitFor();
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await expect.poll(() => focused(page)).toBe('120 films');
});
