import { useLocales, useLocaleState, useStore } from 'react-admin';

export const themes = ['light', 'dark', 'auto'] as const;
export type ThemeChoice = (typeof themes)[number];

/** Language and theme as they are chosen. The theme is stored only where it is not as the system says. */
export function useAppearance() {
  const languages = useLocales();
  const [language, chooseLanguage] = useLocaleState();
  const [stored, store] = useStore<'light' | 'dark' | undefined>('theme');
  return {
    languages,
    language,
    chooseLanguage,
    theme: stored ?? ('auto' as const),
    chooseTheme: (theme: ThemeChoice) => {
      store(theme === 'auto' ? undefined : theme);
    },
  };
}
