import LanguageIcon from '@mui/icons-material/Translate';
import { useLocales, useLocaleState, useTranslate } from 'react-admin';
import { ChoiceMenu } from './ChoiceMenu.tsx';

export function LanguageMenu() {
  const translate = useTranslate();
  const locales = useLocales();
  const [locale, choose] = useLocaleState();
  return (
    <ChoiceMenu
      label={translate('app.language.label')}
      icon={LanguageIcon}
      choices={locales.map(({ locale: value, name }) => ({ value, label: name }))}
      chosen={locale}
      onChoose={choose}
    />
  );
}
