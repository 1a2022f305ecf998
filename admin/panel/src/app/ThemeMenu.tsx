import AutoIcon from '@mui/icons-material/BrightnessAutoOutlined';
import DarkIcon from '@mui/icons-material/DarkModeOutlined';
import LightIcon from '@mui/icons-material/LightModeOutlined';
import { IconButton, ListItemIcon, ListItemText, Menu, MenuItem, Tooltip } from '@mui/material';
import { useState } from 'react';
import { useStore, useTranslate } from 'react-admin';

const icons = { light: LightIcon, dark: DarkIcon, auto: AutoIcon };
const themes = ['light', 'dark', 'auto'] as const;

/** Light, dark, or as the system says, which is where nothing is stored. */
export function ThemeMenu() {
  const translate = useTranslate();
  const [stored, store] = useStore<'light' | 'dark' | undefined>('theme');
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const chosen = stored ?? 'auto';
  const Icon = icons[chosen];
  const choose = (theme: (typeof themes)[number]) => {
    setAnchor(null);
    store(theme === 'auto' ? undefined : theme);
  };
  return (
    <>
      <Tooltip title={translate('app.theme.label')}>
        <IconButton
          color="inherit"
          aria-label={translate('app.theme.label')}
          aria-haspopup="menu"
          aria-expanded={anchor !== null}
          onClick={(event) => {
            setAnchor(event.currentTarget);
          }}
        >
          <Icon />
        </IconButton>
      </Tooltip>
      <Menu
        anchorEl={anchor}
        open={anchor !== null}
        onClose={() => {
          setAnchor(null);
        }}
      >
        {themes.map((theme) => {
          const Each = icons[theme];
          return (
            <MenuItem
              key={theme}
              selected={theme === chosen}
              onClick={() => {
                choose(theme);
              }}
            >
              <ListItemIcon>
                <Each fontSize="small" />
              </ListItemIcon>
              <ListItemText>{translate(`app.theme.${theme}`)}</ListItemText>
            </MenuItem>
          );
        })}
      </Menu>
    </>
  );
}
