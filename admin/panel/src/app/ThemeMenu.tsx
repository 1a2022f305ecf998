import AutoIcon from '@mui/icons-material/BrightnessAutoOutlined';
import DarkIcon from '@mui/icons-material/DarkModeOutlined';
import LightIcon from '@mui/icons-material/LightModeOutlined';
import { useTranslate } from 'react-admin';
import { themes, useAppearance } from './appearance.ts';
import { ChoiceMenu } from './ChoiceMenu.tsx';

const icons = { light: LightIcon, dark: DarkIcon, auto: AutoIcon };

/** Light, dark, or as the system says. */
export function ThemeMenu() {
  const translate = useTranslate();
  const { theme, chooseTheme } = useAppearance();
  return (
    <ChoiceMenu
      label={translate('app.theme.label')}
      icon={icons[theme]}
      choices={themes.map((value) => ({ value, label: translate(`app.theme.${value}`), icon: icons[value] }))}
      chosen={theme}
      onChoose={chooseTheme}
    />
  );
}
