import LanguageIcon from '@mui/icons-material/Translate';
import { useTranslate } from 'react-admin';
import { useAppearance } from './appearance.ts';
import { ChoiceMenu } from './ChoiceMenu.tsx';

export function LanguageMenu() {
  const translate = useTranslate();
  const { languages, language, chooseLanguage } = useAppearance();
  return (
    <ChoiceMenu
      label={translate('app.language.label')}
      icon={LanguageIcon}
      choices={languages.map(({ locale: value, name }) => ({ value, label: name }))}
      chosen={language}
      onChoose={chooseLanguage}
    />
  );
}
