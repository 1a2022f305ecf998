// The first administrator, where nobody has an account yet.
import { expect, it } from 'vitest';
import { password } from './site.ts';
import { setStage } from './stage.ts';

const stage = setStage(10, { stream: false, users: false });

const token = () => /setup_token"?[=:] ?"?([\w-]+)/.exec(stage.site.adminLog())?.[1] ?? '';

it('is made on a page that needs no script, by who can read the log', async () => {
  await using window = await stage.open(undefined, { scripts: false });
  window.expect(/status of (403|422)/);
  const { page } = window;
  await page.goto('/');
  await page.waitForURL('**/setup*');
  await page.getByRole('heading', { level: 1, name: 'The first administrator' }).waitFor();
  const fillIn = async (secret: string, again: string) => {
    await page.getByRole('textbox', { name: 'Token' }).fill(secret);
    await page.getByRole('textbox', { name: 'Your name here' }).fill('vera');
    await page.getByLabel('Password', { exact: true }).fill(password);
    await page.getByLabel('The same again').fill(again);
    await page.getByRole('button', { name: 'Set up and sign in' }).click();
  };
  await fillIn(token(), `${password}!`);
  await page.getByText('The two passwords are not the same.').first().waitFor();
  await fillIn('not-the-token-of-the-log', password);
  await page.getByText('The set-up token is not valid.').waitFor();
  expect(await page.getByRole('textbox', { name: 'Your name here' }).inputValue()).toBe('vera');
  expect(await stage.site.sql('SELECT count(*) FROM admin.users')).toEqual(['0']);
  await fillIn(token(), password);
  await page.waitForURL((url) => url.pathname === '/');
  expect(await (await page.context().request.get('/api/session')).json()).toMatchObject({ name: 'vera', role: 'administrator' });
});

it('is made once', async () => {
  await using window = await stage.open();
  await window.page.goto('/setup');
  await window.page.waitForURL('**/sign-in*');
  await window.page.getByRole('heading', { level: 1, name: 'Sign in' }).waitFor();
  expect(await window.axe()).toEqual([]);
});
