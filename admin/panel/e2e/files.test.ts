import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import type { Window } from './browser.ts';
import { setOwnFilm } from './own_film.ts';
import { setStage } from './stage.ts';

const stage = setStage(60, { stream: false });
const film = setOwnFilm(stage);

// 2 × 3 pixels of one colour; what follows the end of a picture nobody looks at.
const png = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAIAAAADCAIAAAA2iEnWAAAAEElEQVR4nGOQC6gAIgYUCgA2kwVlBXHuRwAAAABJRU5ErkJggg==', 'base64');
const large = Buffer.concat([png, Buffer.alloc(2 << 20)]);

const part = (page: Page, name = 'Poster') => page.getByRole('region', { name: 'Files' }).getByRole('group', { name });
const choose = (page: Page, name: string, buffer: Buffer, mimeType = 'image/png') => part(page).locator('input[type=file]').setInputFiles({ name, mimeType, buffer });
const kept = () => stage.site.sql(`SELECT kind, name, size FROM content.film_file WHERE film_work_id = '${film.id}'`);

async function open(window: Window): Promise<Page> {
  await window.page.goto(`/films/${film.id}`);
  await part(window.page).waitFor();
  return window.page;
}

it('takes a poster, shows it, replaces it and deletes it, while the form stays as it was', async () => {
  await using window = await stage.open('editor');
  const page = await open(window);
  expect(await window.axe()).toEqual([]);
  await page.getByRole('textbox', { name: 'Title', exact: true }).fill('Not saved yet');
  await choose(page, 'Solaris.png', png);
  await part(page).getByText('Solaris.png', { exact: true }).waitFor();
  const picture = part(page).getByRole('img', { name: 'Poster: Solaris.png' });
  await expect.poll(() => picture.evaluate((image) => (image as HTMLImageElement).naturalWidth)).toBe(2);
  expect(await kept()).toEqual([`poster|Solaris.png|${png.length}`]);
  expect(await window.axe()).toEqual([]);

  await choose(page, 'Second.png', large);
  await part(page).getByText('Second.png', { exact: true }).waitFor();
  await part(page).getByRole('status').getByText('“Second.png” is saved.').waitFor({ state: 'attached' });
  expect(await kept()).toEqual([`poster|Second.png|${large.length}`]);
  const download = page.waitForEvent('download');
  await part(page).getByRole('link', { name: 'Download' }).click();
  expect((await download).suggestedFilename()).toBe('Second.png');

  await part(page).getByRole('button', { name: 'Delete' }).click();
  const dialog = page.getByRole('dialog', { name: 'Delete the poster?' });
  await dialog.getByText('it does not come back from the history').waitFor();
  expect(await window.axe()).toEqual([]);
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'hidden' });
  await part(page).getByRole('button', { name: 'Delete' }).press('Enter');
  await dialog.getByRole('button', { name: 'Delete' }).click();
  await part(page).getByText('None yet.').waitFor();
  expect(await kept()).toEqual([]);
  expect(await page.getByRole('textbox', { name: 'Title', exact: true }).inputValue()).toBe('Not saved yet');
  await page.getByRole('menuitem', { name: 'Genres' }).click();
  await page.getByRole('dialog', { name: 'Leave without saving?' }).getByText('Not saved yet: Title.').waitFor();
});

it('shows how far an upload is, and stops it', async () => {
  await using window = await stage.open('editor');
  const page = await open(window);
  const network = await page.context().newCDPSession(page);
  await network.send('Network.enable');
  await network.send('Network.emulateNetworkConditions', { offline: false, latency: 0, downloadThroughput: -1, uploadThroughput: 25_000 }); // it takes 80 s: longer than all that is looked at meanwhile
  await choose(page, 'Slow.png', large);
  const bar = part(page).getByRole('progressbar', { name: 'Uploading “Slow.png”' });
  await expect.poll(async () => Number(await bar.getAttribute('aria-valuenow'))).toBeGreaterThan(0);
  await part(page).getByText(/^“Slow.png”: .+ of 2.1 MB$/).waitFor();
  expect(await part(page).getByRole('button', { name: 'Choose a file' }).isDisabled()).toBe(true);
  expect(await window.axe()).toEqual([]);
  await part(page).getByRole('button', { name: 'Cancel' }).click();
  await part(page).getByRole('status').getByText('The upload was stopped; nothing has changed.').waitFor({ state: 'attached' });
  await bar.waitFor({ state: 'hidden' });
  expect(await kept()).toEqual([]);
});

it('refuses what is of another type or too large, and what only says that it is a picture', async () => {
  await using window = await stage.open('editor');
  const page = await open(window);
  const alert = part(page).getByRole('alert');
  await choose(page, 'notes.txt', Buffer.from('words'), 'text/plain');
  await alert.getByText('“notes.txt” cannot be used. Choose a file of these kinds: JPEG, PNG, WEBP, AVIF.').waitFor();
  expect(await window.axe()).toEqual([]);
  await choose(page, 'huge.png', Buffer.concat([png, Buffer.alloc(4 << 20)]));
  await alert.getByText('“huge.png” is too large: up to 3.1 MB is taken.').waitFor();
  window.expect(/status of 422/);
  await choose(page, 'notes.png', Buffer.from('words'));
  await alert.getByText('This file is no image/png: by its content it is').waitFor();
  expect(await kept()).toEqual([]);
});

it('takes what is dropped', async () => {
  await using window = await stage.open('editor');
  const page = await open(window);
  const dropped = await page.evaluateHandle((base64) => {
    const data = new DataTransfer();
    data.items.add(new File([Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))], 'Dropped.png', { type: 'image/png' }));
    return data;
  }, png.toString('base64'));
  await part(page).dispatchEvent('drop', { dataTransfer: dropped });
  await part(page).getByText('Dropped.png', { exact: true }).waitFor();
  expect(await kept()).toEqual([`poster|Dropped.png|${png.length}`]);
});

it('lets viewers see the files and change none, in Russian too', async () => {
  await using editor = await stage.open('editor');
  await choose(await open(editor), 'Постер.png', png);
  await part(editor.page).getByText('Постер.png', { exact: true }).waitFor();
  await using window = await stage.open('viewer', { language: 'ru' });
  const { page } = window;
  await page.goto(`/films/${film.id}`);
  const poster = page.getByRole('region', { name: 'Файлы' }).getByRole('group', { name: 'Постер' });
  await poster.getByRole('link', { name: 'Скачать' }).waitFor();
  expect(await poster.getByRole('button').count()).toBe(0);
  expect(await window.axe()).toEqual([]);
});

it.runIf(process.env.WALCAST_PANEL_SHOTS !== 'no')('looks as the pictures show', { timeout: 600_000 }, async () => {
  await stage.shoot('film-files', 'editor', async (page) => {
    await page.goto(`/films/${film.id}`);
    const poster = page.getByRole('group', { name: /Poster|Постер/ });
    await poster.locator('input[type=file]').setInputFiles({ name: 'Solaris.png', mimeType: 'image/png', buffer: png });
    await poster.getByText('Solaris.png', { exact: true }).waitFor();
    await poster.scrollIntoViewIfNeeded();
  });
});
