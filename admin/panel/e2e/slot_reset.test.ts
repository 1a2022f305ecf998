import type { Browser } from 'playwright-core';
import { beforeAll, expect, it } from 'vitest';
import { openBrowser, Window } from './browser.ts';
import { fact, generation, openOperations } from './operations_page.ts';
import { until } from './program.ts';
import { Site } from './site.ts';

let site: Site;
let browser: Browser;

beforeAll(async () => {
  site = await Site.start(30);
  browser = await openBrowser();
  return async () => {
    await browser.close();
    await site.stop();
  };
});

it('resets the slot once its name is typed, and rebuilds every index', async () => {
  await using window = await Window.open(browser, site, 'operator');
  const { page } = window;
  await openOperations(page);
  const before = await generation(site, 'movies');
  await page.getByRole('button', { name: 'Reset the slot' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText(`The slot ${site.name} is dropped and made anew`).waitFor();
  await dialog.getByText('All 3 indices are rebuilt').waitFor();
  const confirm = dialog.getByRole('button', { name: 'Reset the slot' });
  const name = dialog.getByRole('textbox', { name: `Type ${site.name} to confirm` });
  await name.fill('walcast');
  expect(await confirm.isDisabled()).toBe(true);
  await name.fill(site.name);
  expect(await window.axe()).toEqual([]);
  await confirm.click();
  await dialog.waitFor({ state: 'detached' });

  for (const index of ['movies', 'genres', 'persons']) {
    const shown = fact(page, site.alias(index), 'Generation');
    await until(async () => (await shown.innerText()).endsWith('-000002'), () => `${index} stays in its generation`);
  }
  expect(await generation(site, 'movies')).not.toBe(before);
  await fact(page, site.alias('movies'), 'Documents').getByText('30', { exact: true }).waitFor();
  await page.getByText('All is well').waitFor();
});
