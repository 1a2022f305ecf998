// What a page says and how the keyboard goes through it.
import type { Page } from 'playwright-core';

/** Texts that are the key of a text; `data`: what is none, such as the names of tables. */
export async function rawKeys(page: Page, data: readonly string[]): Promise<string[]> {
  const lines = (await texts(page)).filter((text) => !data.includes(text) && /^[a-z_]+(\.[a-z_0-9]+)+$/.test(text));
  return lines.map((text) => `a key in place of a text: ${text}`);
}

// Names, and what is written so in Russian too.
const names = /walcast|English|CSV|JSON|API|UUID|LSN|WAL|SQL|PostgreSQL|Elasticsearch|Redis|OpenAPI|Chrome|Linux|Ctrl|Enter|Esc|IMDb/g;

/** Buttons, labels and headings of a Russian page that are not in Russian; `data`: what comes out of the database. */
export async function foreignWords(page: Page, data: readonly string[]): Promise<string[]> {
  const known = new Set(data);
  const foreign = (await texts(page)).filter((text) => {
    if (known.has(text) || known.has(text.replace(/[\s(]*\d[\d\s]*\)?$/, '')) || text.startsWith('Mozilla/') || /[а-яё]/i.test(text)) return false;
    return /[a-z]{3}/i.test(text.replace(names, ''));
  });
  return foreign.map((text) => `not in Russian: ${text}`);
}

async function texts(page: Page): Promise<string[]> {
  const all = await page.evaluate(() => {
    const words = [...document.querySelectorAll('button, label, legend, th, dt, h2, h3, [role=tab], [role=menuitem], [role=columnheader], nav a, .MuiFormHelperText-root, .MuiAlert-message')]
      .filter((element) => element.getClientRects().length > 0)
      .map((element) => (element as HTMLElement).innerText);
    const attributes = ['aria-label', 'placeholder', 'title', 'alt'].flatMap((name) =>
      [...document.querySelectorAll(`[${name}]`)].filter((element) => element.tagName !== 'TIME').map((element) => element.getAttribute(name) ?? ''),
    );
    return [...words, ...attributes];
  });
  return [...new Set(all.flatMap((text) => text.split('\n')).map((text) => text.trim()).filter(Boolean))];
}

/** What makes the page wider than the window. */
export async function wider(page: Page, width: number): Promise<string[]> {
  return page.evaluate((most) => {
    if (document.documentElement.scrollWidth <= most) return [];
    const wide = [...document.body.querySelectorAll('*')].filter((element) => element.getBoundingClientRect().right > most + 1);
    return [`${document.documentElement.scrollWidth} px: ${wide.slice(-3).map((element) => element.outerHTML.slice(0, 160)).join(' | ')}`];
  }, width);
}

export interface Stop {
  text: string;
  area: 'banner' | 'navigation' | 'content' | '';
  /** Something shows that the focus is there. */
  visible: boolean;
}

/** Where Tab leads from the beginning of the page, up to `most` stops. */
export async function focusStops(page: Page, most = 60): Promise<Stop[]> {
  await page.evaluate(() => {
    (document.activeElement as HTMLElement | null)?.blur();
  });
  const stops: Stop[] = [];
  while (stops.length < most) {
    await page.keyboard.press('Tab');
    const stop = await page.evaluate((): Stop | undefined => {
      const element = document.activeElement as HTMLElement | null;
      if (element === null || element === document.body || element.dataset.visited === 'yes') return undefined;
      element.dataset.visited = 'yes';
      const { outlineStyle, outlineWidth } = getComputedStyle(element);
      const outlined = outlineStyle !== 'none' && parseFloat(outlineWidth) > 0;
      const box = element.getBoundingClientRect();
      const area = element.closest('header') ? 'banner' : element.closest('nav') ? 'navigation' : element.closest('#main-content') ? 'content' : '';
      return {
        text: (element.innerText || element.getAttribute('aria-label') || element.outerHTML.slice(0, 120)).trim(),
        area,
        visible: (outlined && box.width > 0) || element.closest('.Mui-focused, .Mui-focusVisible') !== null,
      };
    });
    if (stop === undefined) break;
    stops.push(stop);
  }
  return stops;
}
