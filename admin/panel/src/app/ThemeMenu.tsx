import AutoIcon from '@mui/icons-material/BrightnessAutoOutlined';
import DarkIcon from '@mui/icons-material/DarkModeOutlined';
import LightIcon from '@mui/icons-material/LightModeOutlined';
import { useStore, useTranslate } from 'react-admin';
import { ChoiceMenu } from './ChoiceMenu.tsx';

const icons = { light: LightIcon, dark: DarkIcon, auto: AutoIcon };
const themes = ['light', 'dark', 'auto'] as const;

/** Light, dark, or as the system says, which is where nothing is stored. */
export function ThemeMenu() {
  const translate = useTranslate();
  const [stored, store] = useStore<'light' | 'dark' | undefined>('theme');
  const chosen = stored ?? 'auto';
  return (
    <ChoiceMenu
      label={translate('app.theme.label')}
      icon={icons[chosen]}
      choices={themes.map((value) => ({ value, label: translate(`app.theme.${value}`), icon: icons[value] }))}
      chosen={chosen}
      onChoose={(theme) => {
        store(theme === 'auto' ? undefined : theme);
      }}
    />
  );
}
