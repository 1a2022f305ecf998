// What everybody does with their own account.
import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import type { Window } from './browser.ts';
import { password } from './site.ts';
import { setStage } from './stage.ts';
import { totp } from './totp.ts';

const stage = setStage(20);

const dialog = (page: Page) => page.getByRole('dialog');
const part = (page: Page, name: string) => page.getByRole('region', { name });
const field = (page: Page, name: string) => dialog(page).getByRole('textbox', { name });

async function open(window: Window): Promise<Page> {
  await window.page.goto('/profile');
  await part(window.page, 'API tokens').waitFor();
  return window.page;
}

it('changes the password; this session goes on, the others end', async () => {
  await using other = await stage.open('viewer');
  await using window = await stage.open('viewer');
  window.expect(/status of 422/);
  other.expect(/status of 401/);
  await other.page.goto('/genres');
  await other.page.locator('tbody tr').first().waitFor();

  const page = await open(window);
  expect(await window.axe()).toEqual([]);
  await page.getByRole('button', { name: 'Change the password' }).click();
  expect(await window.axe()).toEqual([]);
  await field(page, 'Your password').fill('not this one at all');
  await field(page, 'New password').fill('amber river under pines');
  await field(page, 'The same again').fill('amber river under pine');
  await dialog(page).getByRole('button', { name: 'Change', exact: true }).click();
  await page.getByText('The two are not the same.').waitFor();
  await field(page, 'The same again').fill('amber river under pines');
  await dialog(page).getByRole('button', { name: 'Change', exact: true }).click();
  await page.getByText('This is not your password.').waitFor();
  expect(await window.axe()).toEqual([]);
  await field(page, 'Your password').fill(password);
  await dialog(page).getByRole('button', { name: 'Change', exact: true }).click();
  await page.getByText('Your password has been changed').waitFor();

  // The new session's token is known: a change goes through without the page being loaded anew.
  await page.getByRole('button', { name: 'Change the password' }).click();
  await field(page, 'Your password').fill('amber river under pines');
  await field(page, 'New password').fill(password);
  await field(page, 'The same again').fill(password);
  await dialog(page).getByRole('button', { name: 'Change', exact: true }).click();
  await dialog(page).waitFor({ state: 'detached' });

  await other.page.getByRole('menuitem', { name: 'People' }).click();
  await other.page.waitForURL((url) => url.pathname === '/sign-in');
});

it('sets up a second factor, and turns it off', async () => {
  await using window = await stage.open('editor');
  window.expect(/status of (401|422)/);
  const page = await open(window);
  await page.getByRole('button', { name: 'Set it up' }).click();
  await field(page, 'Your password').fill(password);
  await dialog(page).getByRole('button', { name: 'Go on' }).click();
  await page.getByRole('img', { name: 'QR code with the secret for the app' }).waitFor();
  expect(await window.axe()).toEqual([]);
  const secret = await dialog(page).locator('code').innerText();
  await field(page, 'Code of the app').fill(totp(secret) === '000000' ? '111111' : '000000');
  await dialog(page).getByRole('button', { name: 'Turn it on' }).click();
  await page.getByText('The code is not right.').waitFor();
  await field(page, 'Code of the app').fill(totp(secret));
  await dialog(page).getByRole('button', { name: 'Turn it on' }).click();
  await page.getByRole('heading', { name: 'The second factor is on' }).waitFor();
  expect(await window.axe()).toEqual([]);
  await expect.poll(() => dialog(page).locator('code span').count()).toBe(10);
  const codes = await dialog(page).locator('code span').allInnerTexts();
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Save as a file' }).click();
  expect((await download).suggestedFilename()).toBe('walcast-recovery-codes.txt');
  await page.getByRole('button', { name: 'I have kept it' }).click();
  await part(page, 'Second factor').getByText('10 recovery codes are left.').waitFor();

  await page.getByRole('button', { name: 'Turn it off' }).click();
  await field(page, 'Your password').fill(password);
  await field(page, 'Code of the app, or a recovery code').fill(codes[0] ?? '');
  await dialog(page).getByRole('button', { name: 'Turn it off' }).click();
  await page.waitForURL((url) => url.pathname === '/sign-in');
  expect(await stage.site.sql(`SELECT second_factor FROM admin.user_records WHERE name = 'editor'`)).toEqual(['f']);
});

it('shows the sessions, ends one, and signs out everywhere', async () => {
  await using other = await stage.open('operator');
  await using third = await stage.open('operator');
  await using window = await stage.open('operator');
  window.expect(/status of 401/);
  third.expect(/status of 401/);
  other.expect(/status of 401/);
  const page = await open(window);
  const sessions = part(page, 'Sessions');
  await expect.poll(() => sessions.getByRole('listitem').count()).toBe(3);
  await expect.poll(() => sessions.getByText('This one').count()).toBe(1);
  await sessions.getByRole('button', { name: /^End the session: Chrome on Linux/ }).first().click();
  await page.getByText('The session has ended').waitFor();
  await expect.poll(() => sessions.getByRole('listitem').count()).toBe(2);

  await page.getByRole('button', { name: 'Sign out everywhere' }).click();
  expect(await window.axe()).toEqual([]);
  await dialog(page).getByRole('button', { name: 'Sign out', exact: true }).click();
  await page.waitForURL((url) => url.pathname === '/sign-in');
  for (const { page: elsewhere } of [other, third]) {
    await elsewhere.goto('/films');
    await elsewhere.waitForURL((url) => url.pathname === '/sign-in');
  }
});

it('makes an API token that works, and revokes it', async () => {
  await using window = await stage.open('administrator');
  const page = await open(window);
  await page.getByRole('button', { name: 'Make a token' }).click();
  await field(page, 'What it is for').fill('nightly import');
  await dialog(page).getByRole('checkbox', { name: 'Edit' }).check();
  await field(page, 'Your password').fill(password);
  expect(await window.axe()).toEqual([]);
  await dialog(page).getByRole('button', { name: 'Make' }).click();
  await page.getByRole('heading', { name: '“nightly import” has been made' }).waitFor();
  const token = await dialog(page).locator('code').innerText();
  await page.getByRole('button', { name: 'I have kept it' }).click();
  const films = async () => (await fetch(`${stage.site.url}/api/admin/films?_start=0&_end=1`, { headers: { Authorization: `Bearer ${token}` } })).status;
  expect(await films()).toBe(200);

  await part(page, 'API tokens').getByRole('button', { name: 'Revoke “nightly import”' }).click();
  await dialog(page).getByRole('button', { name: 'Revoke' }).click();
  await part(page, 'API tokens').getByText('You have none.').waitFor();
  expect(await films()).toBe(401);
  await page.getByRole('button', { name: 'Show the one that is over' }).click();
  await part(page, 'API tokens').getByText('Revoked', { exact: true }).waitFor();
  expect(await window.axe()).toEqual([]);
});

it('goes on in a window whose session was replaced by another window', async () => {
  await using window = await stage.open('administrator');
  window.expect(/status of 403/);
  const page = await open(window);
  await window.signIn('administrator'); // as another tab does: the same cookie, another token
  await page.getByRole('button', { name: 'Sign out everywhere' }).click();
  await dialog(page).getByRole('button', { name: 'Sign out', exact: true }).click();
  await page.waitForURL((url) => url.pathname === '/sign-in');
});

it.runIf(process.env.WALCAST_PANEL_SHOTS !== 'no')('looks as the pictures show', { timeout: 600_000 }, async () => {
  const ready = (page: Page) => page.goto('/profile').then(() => page.getByRole('region').nth(5).waitFor());
  await stage.shoot('profile', 'viewer', ready);
  await stage.shoot('profile-factor', 'viewer', async (page) => {
    await ready(page);
    await page.getByRole('button', { name: /Set it up|Настроить/ }).click();
    await dialog(page).getByRole('textbox').fill(password);
    await dialog(page).getByRole('button', { name: /Go on|Дальше/ }).click();
    await dialog(page).getByRole('img').waitFor();
  });
});
