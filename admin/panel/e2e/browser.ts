// Chromium as a visitor has it, but for one thing: a test fails on whatever the browser complains about, and on every
// request that leaves the server.
import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import axe from 'axe-core';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { until } from './program.ts';
import { password, type Role, type Site } from './site.ts';

const shots = resolve(import.meta.dirname, '../../../build/panel-shots');
const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

export interface Look {
  language?: 'en' | 'ru';
  theme?: 'light' | 'dark';
  width?: number;
  height?: number;
  /** false: as where no script runs. */
  scripts?: boolean;
}

/** One browser for a test file; close() in afterAll. */
export async function openBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox', '--disable-dev-shm-usage'] });
}

/**
 * A window of one user. Close it at the end of the test: that is when complaints fail it.
 *
 *   await using window = await Window.open(browser, site, 'editor');
 *   await window.page.goto('/films');
 */
export class Window implements AsyncDisposable {
  readonly page: Page;
  readonly #context: BrowserContext;
  readonly #site: Site;
  readonly #complaints: string[] = [];
  readonly #expected: RegExp[] = [];

  private constructor(site: Site, context: BrowserContext, page: Page) {
    this.#site = site;
    this.#context = context;
    this.page = page;
  }

  static async open(browser: Browser, site: Site, role?: Role, look: Look = {}): Promise<Window> {
    const context = await browser.newContext({
      baseURL: site.url,
      locale: look.language === 'ru' ? 'ru-RU' : 'en-US',
      colorScheme: look.theme ?? 'light',
      viewport: { width: look.width ?? 1280, height: look.height ?? 900 },
      timezoneId: 'Europe/Moscow',
      reducedMotion: 'reduce',
      javaScriptEnabled: look.scripts ?? true,
    });
    const page = await context.newPage();
    const window = new Window(site, context, page);
    window.#listen();
    if (role !== undefined) await window.signIn(role);
    return window;
  }

  /** Complaints that match are what the test is about: a refused save is logged by Chromium, "status of 412". */
  expect(complaint: RegExp): void {
    this.#expected.push(complaint);
  }

  /** Signs the browser in as the user that is named as the role, without the page for it. */
  async signIn(role: Role): Promise<void> {
    const answer = await this.#context.request.post('/api/session', {
      data: { name: role, password },
      headers: { Origin: this.#site.url },
    });
    if (!answer.ok()) throw new Error(`no session for ${role}: ${answer.status()} ${await answer.text()}`);
  }

  /** What axe finds against WCAG 2.2 AA on the page as it is now, a line each: expect it to be []. 'pending': a request is held back by the test. */
  async axe(state: 'settled' | 'pending' = 'settled'): Promise<string[]> {
    if (state === 'settled') await this.settled();
    // Evaluated by the debugger, which no policy of the page hinders; nothing else gets past it.
    await this.page.evaluate(axeSource);
    const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
    const found = await this.page.evaluate(
      async (values) => (globalThis as unknown as { axe: typeof axe }).axe.run(document, { runOnly: { type: 'tag', values } }),
      tags,
    );
    return found.violations.map(({ id, help, nodes }) => `${id}: ${help} — ${nodes.map(({ html, failureSummary }) => `${html} ${failureSummary ?? ''}`).join('; ').slice(0, 600)}`);
  }

  /** Nothing is on its way and nothing moves: the page can be looked at. */
  async settled(): Promise<void> {
    await this.page.waitForLoadState('networkidle'); // of the document; what a press begins later is told by the page itself
    await until(() => this.#isAtRest(), () => 'the page does not come to rest', 60);
  }

  /** What was pressed a moment ago has nothing to show yet: the page is at rest where it has had nothing to do in between. */
  async #isAtRest(): Promise<boolean> {
    const resting = this.page.evaluate(async () => {
      for (let look = 0; look < 3; look += 1) {
        await new Promise((resolve) => requestIdleCallback(resolve, { timeout: 1000 }));
        const still =
          document.querySelector('.MuiSkeleton-root, .RaLoadingIndicator-loader, .MuiLinearProgress-indeterminate') === null &&
          // The ring at what the keyboard has reached moves for ever, and nothing else does that is not named above.
          document.getAnimations().every(({ playState, effect }) => playState !== 'running' || effect?.getComputedTiming().endTime === Infinity) &&
          document.fonts.status === 'loaded';
        if (!still) return false;
      }
      return true;
    });
    return resting.catch((error: unknown) => {
      if (/context was destroyed/.test(String(error))) return false; // another document comes
      throw error;
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  /** Throws what the browser complained about. */
  async close(): Promise<void> {
    await this.#context.close();
    const complaints = this.#complaints.filter((text) => !this.#expected.some((expected) => expected.test(text)));
    this.#complaints.length = 0;
    if (complaints.length > 0) throw new Error(`the browser complained:\n${complaints.join('\n')}`);
  }

  #listen(): void {
    const { page } = this;
    page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') this.#complaints.push(`${message.type()}: ${message.text()} (${message.location().url})`);
    });
    page.on('pageerror', (error) => this.#complaints.push(`uncaught: ${error.message}`));
    page.on('request', (request) => {
      const { origin, protocol } = new URL(request.url());
      if (protocol.startsWith('http') && origin !== this.#site.url) this.#complaints.push(`a request to another origin: ${request.url()}`);
    });
  }
}

const languages = ['en', 'ru'] as const;
const themes = ['light', 'dark'] as const;
const widths = [1280, 390, 1920];

/**
 * Pictures of a page in both languages and themes and three widths: build/panel-shots/NAME-ru-dark-390.png. `prepare`
 * brings the page there and acts as far as the picture needs, in a window of 1280 px; then the window changes its width.
 */
export async function shoot(browser: Browser, site: Site, name: string, role: Role | undefined, prepare: (page: Page, window: Window) => Promise<unknown>): Promise<void> {
  mkdirSync(shots, { recursive: true });
  for (const language of languages) {
    for (const theme of themes) {
      await using window = await Window.open(browser, site, role, { language, theme, height: 1000 });
      await prepare(window.page, window);
      for (const width of widths) {
        await window.page.setViewportSize({ width, height: width === 390 ? 844 : 1000 });
        await window.settled();
        await window.page.screenshot({ path: resolve(shots, `${name}-${language}-${theme}-${width}.png`) });
      }
    }
  }
}
