import polyglotI18nProvider from 'ra-i18n-polyglot';
import type { I18nProvider, TranslationMessages } from 'react-admin';
import { messages } from './messages.ts';

export type Locale = keyof typeof messages;

/** What the user chose before, else what the browser asks for, else English. */
export function firstLocale(chosen: unknown, wished: readonly string[]): Locale {
  if (chosen === 'en' || chosen === 'ru') return chosen;
  const known = wished.map((tag) => tag.slice(0, 2)).find((tag) => tag === 'en' || tag === 'ru');
  return known === 'ru' ? 'ru' : 'en';
}

function speaking(locale: Locale): I18nProvider {
  return polyglotI18nProvider(
    (name) => messages[name === 'ru' ? 'ru' : 'en'] as unknown as TranslationMessages,
    locale,
    [
      { locale: 'en', name: 'English' },
      { locale: 'ru', name: 'Русский' },
    ],
  );
}

/**
 * One that speaks each language. react-admin builds all of the page anew where a provider changes its language, and
 * what was typed is lost; where another provider takes its place, all texts change and the page stays.
 */
export const providers: Readonly<Record<Locale, I18nProvider>> = { en: speaking('en'), ru: speaking('ru') };
