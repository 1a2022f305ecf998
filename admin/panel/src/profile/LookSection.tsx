import { Stack, ToggleButton, ToggleButtonGroup } from '@mui/material';
import { useTranslate } from 'react-admin';
import { themes, useAppearance } from '../app/appearance.ts';
import { Section } from '../ui/Section.tsx';

/** Language and theme, as in the bar. */
export function LookSection() {
  const translate = useTranslate();
  const { languages, language, chooseLanguage, theme, chooseTheme } = useAppearance();
  return (
    <Section title={translate('profile.look.title')} text={translate('profile.look.text')}>
      <Stack direction={{ xs: 'column', sm: 'row' }} spacing={2} sx={{ alignItems: 'flex-start' }}>
        <ToggleButtonGroup
          exclusive
          size="small"
          value={language}
          aria-label={translate('app.language.label')}
          onChange={(_, value: string | null) => {
            if (value !== null) chooseLanguage(value);
          }}
        >
          {languages.map(({ locale, name }) => (
            <ToggleButton key={locale} value={locale} lang={locale}>
              {name}
            </ToggleButton>
          ))}
        </ToggleButtonGroup>
        <ToggleButtonGroup
          exclusive
          size="small"
          value={theme}
          aria-label={translate('app.theme.label')}
          onChange={(_, value: (typeof themes)[number] | null) => {
            if (value !== null) chooseTheme(value);
          }}
        >
          {themes.map((value) => (
            <ToggleButton key={value} value={value}>
              {translate(`app.theme.${value}`)}
            </ToggleButton>
          ))}
        </ToggleButtonGroup>
      </Stack>
    </Section>
  );
}
