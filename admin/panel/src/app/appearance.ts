import { useEffect, useRef } from 'react';
import { useLocales, useLocaleState, useStore } from 'react-admin';
import { type Preferences, usePreferences } from '../api/preferences.ts';

export const themes = ['light', 'dark', 'auto'] as const;
export type ThemeChoice = (typeof themes)[number];

/** What a user has chosen in whatever browser; undefined where it is nothing that can be had. */
export function chosenIn({ language, theme }: Preferences, languages: readonly string[]): { language: string | undefined; theme: ThemeChoice | undefined } {
  return {
    language: languages.find((each) => each === language),
    theme: themes.find((each) => each === theme),
  };
}

/** Language and theme as they are in this window. The theme is stored only where it is not as the system says. */
function useLook() {
  const [language, setLanguage] = useLocaleState();
  const [stored, store] = useStore<'light' | 'dark' | undefined>('theme');
  return {
    language,
    setLanguage,
    theme: stored ?? ('auto' as const),
    setTheme: (theme: ThemeChoice) => {
      store(theme === 'auto' ? undefined : theme);
    },
  };
}

/** Language and theme, and how to choose them: for this window, and for all browsers of the user. */
export function useAppearance() {
  const { language, setLanguage, theme, setTheme } = useLook();
  const { change } = usePreferences();
  return {
    languages: useLocales(),
    language,
    theme,
    chooseLanguage: (chosen: string) => {
      setLanguage(chosen);
      change((preferences) => ({ ...preferences, language: chosen }));
    },
    chooseTheme: (chosen: ThemeChoice) => {
      setTheme(chosen);
      change((preferences) => ({ ...preferences, theme: chosen }));
    },
  };
}

/** Takes over, once, what the user has chosen in another browser. */
export function useFollowedAppearance(): void {
  const { preferences } = usePreferences();
  const { language, setLanguage, theme, setTheme } = useLook();
  const languages = useLocales();
  const followed = useRef(false);
  useEffect(() => {
    if (preferences === undefined || followed.current) return;
    followed.current = true;
    const chosen = chosenIn(preferences, languages.map(({ locale }) => locale));
    if (chosen.language !== undefined && chosen.language !== language) setLanguage(chosen.language);
    if (chosen.theme !== undefined && chosen.theme !== theme) setTheme(chosen.theme);
  });
}
