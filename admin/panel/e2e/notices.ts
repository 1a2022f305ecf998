// The notices of the panel that have a button.
import type { Page } from 'playwright-core';

/** Waits for the notice and rests the pointer on it: it stays for that long, and else for 15 s, which on a busy machine is soon. */
export async function keepNotice(page: Page, text: string | RegExp): Promise<void> {
  await page.getByText(text).hover();
}
