// What a file of tests stands on: a site and a browser, from its first test to after its last.
import type { Browser, Page } from 'playwright-core';
import { beforeAll } from 'vitest';
import { type Look, openBrowser, shoot, Window } from './browser.ts';
import { type Role, Site } from './site.ts';

export interface Stage {
  /** There from the first beforeAll of the file on. */
  readonly site: Site;
  /** A window of one user, or of nobody. */
  open: (role?: Role, look?: Look) => Promise<Window>;
  /** Pictures of a page, see browser.ts. */
  shoot: (name: string, role: Role | undefined, prepare: (page: Page, window: Window) => Promise<unknown>) => Promise<void>;
}

/** Call it once, at the top of the file, with what Site.start takes. */
export function setStage(...wanted: Parameters<typeof Site.start>): Stage {
  let running: { site: Site; browser: Browser } | undefined;
  const there = () => {
    if (running === undefined) throw new Error('the site has not been started yet');
    return running;
  };
  beforeAll(async () => {
    const site = await Site.start(...wanted);
    try {
      running = { site, browser: await openBrowser() };
    } catch (error) {
      await site.stop();
      throw error;
    }
    return async () => {
      await running?.browser.close();
      await site.stop();
    };
  });
  return {
    get site() {
      return there().site;
    },
    open: (role, look) => Window.open(there().browser, there().site, role, look),
    shoot: (name, role, prepare) => shoot(there().browser, there().site, name, role, prepare),
  };
}
