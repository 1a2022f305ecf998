import { expect, it } from 'vitest';
import { fact, generation, openOperations } from './operations_page.ts';
import { until } from './program.ts';
import { setStage } from './stage.ts';

const stage = setStage(30);

it('resets the slot once its name is typed, and rebuilds every index', async () => {
  await using window = await stage.open('operator');
  const { page } = window;
  await openOperations(page);
  const before = await generation(stage.site, 'movies');
  await page.getByRole('button', { name: 'Reset the slot' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText(`The slot ${stage.site.name} is dropped and made anew`).waitFor();
  await dialog.getByText('All 3 indices are rebuilt').waitFor();
  const confirm = dialog.getByRole('button', { name: 'Reset the slot' });
  const name = dialog.getByRole('textbox', { name: `Type ${stage.site.name} to confirm` });
  await name.fill('walcast');
  expect(await confirm.isDisabled()).toBe(true);
  await name.fill(stage.site.name);
  expect(await window.axe()).toEqual([]);
  await confirm.click();
  await dialog.waitFor({ state: 'detached' });

  for (const index of ['movies', 'genres', 'persons']) {
    const shown = fact(page, stage.site.alias(index), 'Generation');
    await until(async () => (await shown.innerText()).endsWith('-000002'), () => `${index} stays in its generation`);
  }
  expect(await generation(stage.site, 'movies')).not.toBe(before);
  await fact(page, stage.site.alias('movies'), 'Documents').getByText('30', { exact: true }).waitFor();
  await page.getByText('All is well').waitFor();
});
