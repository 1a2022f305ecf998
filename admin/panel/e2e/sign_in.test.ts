// The way in and out: the server's own pages, which need no script, and what the panel does when a session is over.
import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { password } from './site.ts';
import { setStage } from './stage.ts';
import { totp } from './totp.ts';

const stage = setStage(60);

async function fillIn(page: Page, name: string, secret: string): Promise<void> {
  await page.getByRole('textbox', { name: 'Name' }).fill(name);
  await page.getByLabel('Password').fill(secret);
  await page.getByRole('button', { name: 'Sign in' }).click();
}

const place = (page: Page) => {
  const { pathname, search } = new URL(page.url());
  return pathname + search;
};

it('needs no script', async () => {
  await using window = await stage.open(undefined, { scripts: false });
  const { page } = window;
  await page.goto('/genres');
  expect(place(page)).toBe('/sign-in?next=/genres');
  await fillIn(page, 'editor', password);
  await page.waitForURL('**/genres');
  expect(await (await page.context().request.get('/api/session')).json()).toMatchObject({ name: 'editor', role: 'editor' });
});

it('says that name or password is wrong, and then goes on', async () => {
  await using window = await stage.open();
  window.expect(/status of 401/);
  const { page } = window;
  await page.goto('/');
  await page.getByRole('heading', { level: 1, name: 'Sign in' }).waitFor();
  expect(await window.axe()).toEqual([]);
  await fillIn(page, 'editor', 'not this one at all');
  await page.getByRole('alert').waitFor();
  expect(await page.title()).toContain('Error');
  expect(await page.getByRole('textbox', { name: 'Name' }).inputValue()).toBe('editor');
  expect(await page.getByLabel('Password').inputValue()).toBe('');
  expect(await window.axe()).toEqual([]);
  await page.getByLabel('Password').fill(password);
  await page.getByLabel('Password').press('Enter');
  await page.getByRole('heading', { level: 1, name: 'Overview' }).waitFor();
});

it('asks for the code of a second factor', async () => {
  const secret = '12345678901234567890';
  await stage.site.sql(`INSERT INTO admin.second_factors (user_id, secret, confirmed) SELECT id, '${secret}', true FROM admin.users WHERE name = 'operator'`);
  await using window = await stage.open();
  window.expect(/status of 401/);
  const { page } = window;
  await page.goto('/sign-in?next=/persons');
  await fillIn(page, 'operator', password);
  const code = page.getByRole('textbox', { name: 'Code' });
  await code.waitFor();
  expect(await page.getByLabel('Password').count()).toBe(0);
  expect(await window.axe()).toEqual([]);
  await code.fill('abcdef');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('alert').waitFor();
  expect(await window.axe()).toEqual([]);
  // After a wrong code one begins again, with the password.
  if ((await page.getByLabel('Password').count()) > 0) {
    await page.getByLabel('Password').fill(password);
    await page.getByRole('button', { name: 'Sign in' }).click();
  }
  await code.fill(totp('GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ'));
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('heading', { level: 1, name: 'People' }).waitFor();
});

it.each(['https://elsewhere.example/', '//elsewhere.example/', '/\\elsewhere.example'])('does not lead to %s', async (next) => {
  await using window = await stage.open();
  await window.page.goto(`/sign-in?next=${encodeURIComponent(next)}`);
  await fillIn(window.page, 'viewer', password);
  await window.page.getByRole('heading', { level: 1, name: 'Overview' }).waitFor();
  expect(new URL(window.page.url()).origin).toBe(stage.site.url);
});

it('brings whose session is over back to where they were', async () => {
  await using window = await stage.open('editor');
  window.expect(/status of 401/);
  const { page } = window;
  await page.goto('/films?page=2&perPage=25');
  await page.locator('tbody tr').first().waitFor();
  await page.context().clearCookies(); // as where it has lasted too long
  await page.getByRole('button', { name: 'Page 1', exact: true }).click();
  await page.waitForURL((url) => url.pathname === '/sign-in');
  const next = new URL(page.url()).searchParams.get('next');
  expect(next).toMatch(/^\/films\?/);
  await fillIn(page, 'editor', password);
  await page.locator('tbody tr').first().waitFor();
  await expect.poll(() => place(page)).toBe(next);
});

it('signs out everywhere', async () => {
  await using other = await stage.open('viewer');
  await using window = await stage.open('viewer');
  for (const one of [other, window]) one.expect(/status of 401/);
  await other.page.goto('/genres');
  await other.page.locator('tbody tr').first().waitFor();
  const { page } = window;
  await page.goto('/profile');
  await page.getByRole('button', { name: 'Sign out everywhere' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Sign out', exact: true }).click();
  await page.getByRole('heading', { level: 1, name: 'Sign in' }).waitFor();
  await other.page.getByRole('menuitem', { name: 'Films' }).click();
  await other.page.getByRole('heading', { level: 1, name: 'Sign in' }).waitFor();
});

it('leads out by the account menu', async () => {
  await using window = await stage.open('viewer');
  window.expect(/status of 401/);
  const { page } = window;
  await page.goto('/genres');
  await page.getByRole('button', { name: 'Account of viewer' }).click();
  expect(await window.axe()).toEqual([]);
  await page.getByRole('menuitem', { name: 'Logout' }).click();
  await page.getByRole('heading', { level: 1, name: 'Sign in' }).waitFor();
  await page.goto('/genres');
  await page.getByRole('heading', { level: 1, name: 'Sign in' }).waitFor();
});

it.each(['light', 'dark'] as const)('is without what axe finds on a phone, in Russian, %s', async (theme) => {
  await using window = await stage.open(undefined, { language: 'ru', theme, width: 390 });
  await window.page.goto('/sign-in');
  await window.page.getByRole('heading', { level: 1, name: 'Вход' }).waitFor();
  expect(await window.axe()).toEqual([]);
  expect(await window.page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
});

it.runIf(process.env.WALCAST_PANEL_SHOTS !== 'no')('looks as the pictures show', { timeout: 600_000 }, async () => {
  await stage.shoot('sign-in', undefined, (page) => page.goto('/sign-in?next=/films'));
});
