// An administrator's pages: users, and the API tokens of all.
import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { password } from './site.ts';
import { setStage } from './stage.ts';

const stage = setStage(20);

const row = (page: Page, name: string) => page.getByRole('row').filter({ has: page.getByRole('button', { name: `What to do with ${name}` }) });

async function choose(page: Page, name: string, deed: string): Promise<void> {
  await page.getByRole('button', { name: `What to do with ${name}` }).click();
  await page.getByRole('menuitem', { name: deed }).click();
}

const dialog = (page: Page) => page.getByRole('dialog');

/** Does the deed, and waits until it is done: while a dialog is open, no row has a role, so that a missing one says nothing. */
async function confirm(page: Page, deed: string): Promise<void> {
  await dialog(page).getByRole('button', { name: deed }).click();
  await dialog(page).waitFor({ state: 'detached' });
}

/** What the server says to who signs in. */
async function signIn(name: string, secret: string, more: object = {}): Promise<{ status: number; body: { needs?: string[] } }> {
  const answer = await fetch(`${stage.site.url}/api/session`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Origin: stage.site.url },
    body: JSON.stringify({ name, password: secret, ...more }),
  });
  return { status: answer.status, body: (await answer.json()) as { needs?: string[] } };
}

it('adds a user, whose password for one time is shown once', async () => {
  await using window = await stage.open('administrator');
  window.expect(/status of 422/);
  const { page } = window;
  await page.goto('/');
  await page.getByRole('menuitem', { name: 'Users' }).click();
  await page.getByRole('button', { name: 'Add a user' }).click();
  await expect.poll(() => page.getByRole('textbox', { name: 'Name' }).evaluate((field) => field === document.activeElement)).toBe(true);
  expect(await window.axe()).toEqual([]);

  await page.getByRole('textbox', { name: 'Name' }).fill('viewer');
  await dialog(page).getByRole('button', { name: 'Add' }).click();
  await page.getByText('There is a user of that name.').waitFor();
  expect(await window.axe()).toEqual([]);

  await page.getByRole('textbox', { name: 'Name' }).fill('zoe');
  await page.getByRole('radio', { name: /^Operator/ }).check();
  await dialog(page).getByRole('button', { name: 'Add' }).click();
  await page.getByRole('heading', { name: 'zoe has been added' }).waitFor();
  expect(await window.axe()).toEqual([]);
  const secret = await dialog(page).locator('code').innerText();
  await page.keyboard.press('Escape'); // does not throw the password away
  await page.getByRole('button', { name: 'Copy' }).click();
  await page.getByRole('status').filter({ hasText: /Copied|Selected/ }).waitFor();
  await page.getByRole('button', { name: 'I have kept it' }).click();
  await row(page, 'zoe').getByText('Operator').waitFor();
  await row(page, 'zoe').getByText('Password for one time').waitFor();

  expect(await signIn('zoe', secret)).toMatchObject({ status: 401, body: { needs: ['new_password'] } });
  expect(await signIn('zoe', secret, { new_password: 'quiet lantern over rivers' })).toMatchObject({ status: 200 });
});

it('changes a role, disables, enables, resets a password, and ends sessions', async () => {
  await using window = await stage.open('administrator');
  const { page } = window;
  await page.goto('/users');
  await choose(page, 'viewer', 'Change the role…');
  await page.getByRole('radio', { name: /^Editor/ }).check();
  await confirm(page, 'Change');
  await row(page, 'viewer').getByText('Editor').waitFor();

  await choose(page, 'viewer', 'Disable…');
  expect(await window.axe()).toEqual([]);
  await confirm(page, 'Disable');
  await row(page, 'viewer').getByText('Disabled').waitFor();
  expect((await signIn('viewer', password)).status).toBe(401);
  await choose(page, 'viewer', 'Enable…');
  await confirm(page, 'Enable');
  await row(page, 'viewer').getByText('Disabled').waitFor({ state: 'detached' });
  expect((await signIn('viewer', password)).status).toBe(200);

  await choose(page, 'viewer', 'End all sessions…');
  await dialog(page).getByRole('button', { name: 'End them' }).click();
  await page.getByText('The sessions of viewer have ended').waitFor();

  await choose(page, 'viewer', 'Reset the password…');
  await dialog(page).getByRole('button', { name: 'Reset' }).click();
  await page.getByRole('heading', { name: 'viewer has a new password' }).waitFor();
  const secret = await dialog(page).locator('code').innerText();
  await page.getByRole('button', { name: 'I have kept it' }).click();
  expect((await signIn('viewer', password)).status).toBe(401);
  expect(await signIn('viewer', secret)).toMatchObject({ status: 401, body: { needs: ['new_password'] } });
  expect(await stage.site.sql(`SELECT action FROM admin.history WHERE object_type = 'user' AND object_name = 'viewer' ORDER BY seq`)).toEqual(['create', 'update', 'update', 'update', 'end_sessions', 'reset_password']);
});

it('takes away a second factor', async () => {
  await stage.site.sql(`INSERT INTO admin.second_factors (user_id, secret, confirmed) SELECT id, '12345678901234567890', true FROM admin.users WHERE name = 'operator'`);
  await using window = await stage.open('administrator');
  const { page } = window;
  await page.goto('/users');
  await row(page, 'operator').getByText('On', { exact: true }).waitFor();
  await choose(page, 'operator', 'Take the second factor away…');
  await confirm(page, 'Take away');
  await row(page, 'operator').getByText('On', { exact: true }).waitFor({ state: 'detached' });
});

it('leaves the own password to the profile, and says why the last administrator stays one', async () => {
  await using window = await stage.open('administrator');
  window.expect(/status of 409/);
  const { page } = window;
  await page.goto('/users');
  await page.getByRole('button', { name: 'What to do with administrator' }).click();
  expect(await window.axe()).toEqual([]);
  expect(await page.getByRole('menuitem').filter({ visible: true }).allInnerTexts()).not.toContain('Reset the password…');
  expect(await page.getByRole('menu').getByRole('menuitem', { name: 'Your profile…' }).count()).toBe(1);
  await page.getByRole('menuitem', { name: 'Disable…' }).click();
  await dialog(page).getByRole('button', { name: 'Disable' }).click();
  await page.getByRole('alert').filter({ hasText: 'Make somebody else an administrator first.' }).waitFor();
  expect(await window.axe()).toEqual([]);
});

it('filters and sorts', async () => {
  await using window = await stage.open('administrator');
  const { page } = window;
  await page.goto('/users?filter=%7B%22role%22%3A%22administrator%22%7D');
  await row(page, 'administrator').waitFor();
  expect(await page.locator('tbody tr').count()).toBe(1);
  await page.goto('/users?sort=name&order=DESC');
  await page.waitForFunction(() => /^zoe|^viewer/.test(document.querySelector('tbody tr')?.textContent ?? ''));
  expect(await window.axe()).toEqual([]);
});

it('leads to the profile where there are no API tokens yet', async () => {
  await using window = await stage.open('administrator');
  const { page } = window;
  await page.goto('/tokens');
  await page.getByRole('heading', { name: 'There are no API tokens' }).waitFor();
  expect(await page.getByRole('link', { name: 'Create' }).count()).toBe(0);
  expect(await window.axe()).toEqual([]);
  await page.getByRole('link', { name: 'To your profile' }).click();
  await page.getByRole('button', { name: 'Make a token' }).waitFor();
});

it('lists the API tokens of all and revokes one', async () => {
  await stage.site.sql(`INSERT INTO admin.tokens (user_id, name, scopes, hash, expires)
    SELECT id, 'nightly import', '{read,edit}', sha256('x'), now() + interval '30 days' FROM admin.users WHERE name = 'editor'`);
  await using window = await stage.open('administrator');
  const { page } = window;
  await page.goto('/tokens');
  await page.getByRole('cell', { name: 'nightly import', exact: true }).waitFor();
  expect(await window.axe()).toEqual([]);
  await page.getByRole('button', { name: 'Revoke “nightly import”' }).click();
  expect(await window.axe()).toEqual([]);
  await dialog(page).getByRole('button', { name: 'Revoke' }).click();
  await page.getByRole('cell', { name: /nightly import\s*Revoked/ }).waitFor();
  expect(await page.getByRole('button', { name: /^Revoke/ }).count()).toBe(0);
});

it('is not there for who may not administer', async () => {
  await using window = await stage.open('editor');
  window.expect(/status of 403/);
  const { page } = window;
  await page.goto('/users');
  await page.getByRole('heading', { level: 2, name: 'Your role does not allow this' }).waitFor();
  expect(await page.getByRole('menuitem', { name: 'Users' }).count()).toBe(0);
  expect(await window.axe()).toEqual([]);
});

it.runIf(process.env.WALCAST_PANEL_SHOTS !== 'no')('looks as the pictures show', { timeout: 600_000 }, async () => {
  const ready = (page: Page) => page.getByRole('button', { name: /What to do with zoe|Действия: zoe/ }).waitFor();
  await stage.shoot('users', 'administrator', (page) => page.goto('/users').then(() => ready(page)));
  await stage.shoot('user-add', 'administrator', async (page) => {
    await page.goto('/users');
    await page.getByRole('button', { name: /Add a user|Добавить пользователя/ }).click();
    await dialog(page).waitFor();
  });
  await stage.shoot('tokens', 'administrator', (page) => page.goto('/tokens').then(() => page.getByText('nightly import').first().waitFor()));
});
