import { Box, Typography } from '@mui/material';
import { useEffect } from 'react';
import {
  AppBar,
  Layout as RaLayout,
  type LayoutProps,
  TitlePortal,
  useLocaleState,
} from 'react-admin';
import { SavesTray } from '../freshness/SavesTray.tsx';
import { Failure } from '../ui/Failure.tsx';
import { AccountMenu } from './AccountMenu.tsx';
import { LanguageMenu } from './LanguageMenu.tsx';
import { Menu } from './Menu.tsx';
import { Progress } from './Progress.tsx';
import { ThemeMenu } from './ThemeMenu.tsx';

function Bar() {
  return (
    <AppBar
      alwaysOn
      toolbar={
        <>
          <Progress />
          <SavesTray />
          <LanguageMenu />
          <ThemeMenu />
        </>
      }
      userMenu={<AccountMenu />}
    >
      <Box component="img" src="/mark.svg" alt="" sx={{ width: 26, height: 26, mr: 1.5, display: { xs: 'none', sm: 'block' } }} />
      <Typography component="span" variant="h6" sx={{ mr: 3, display: { xs: 'none', md: 'block' }, color: 'text.secondary' }}>
        walcast
      </Typography>
      <TitlePortal component="h1" variant="h1" />
    </AppBar>
  );
}

export function Layout({ children }: LayoutProps) {
  const [locale] = useLocaleState();
  useEffect(() => {
    document.documentElement.lang = locale;
  }, [locale]);
  return (
    <RaLayout appBar={Bar} menu={Menu} error={Failure}>
      {children}
    </RaLayout>
  );
}
