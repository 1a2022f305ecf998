import { Box, Typography } from '@mui/material';
import { useQueryClient } from '@tanstack/react-query';
import { Suspense, useEffect, useRef } from 'react';
import {
  AppBar,
  Layout as RaLayout,
  type LayoutProps,
  TitlePortal,
  useLocaleState,
} from 'react-admin';
import { SavesTray } from '../freshness/SavesTray.tsx';
import { Loading } from '../ui/Loading.tsx';
import { AccountMenu } from './AccountMenu.tsx';
import { useFollowedAppearance } from './appearance.ts';
import { LanguageMenu } from './LanguageMenu.tsx';
import { Menu } from './Menu.tsx';
import { Progress } from './Progress.tsx';
import { MuiWords } from './MuiWords.tsx';
import { OfflineNotice } from './OfflineNotice.tsx';
import { PageFailure } from './PageFailure.tsx';
import { SessionOver } from './SessionOver.tsx';
import { ThemeMenu } from './ThemeMenu.tsx';
import { useDocumentTitle } from './useDocumentTitle.ts';
import { useFocusOnNavigation } from './useFocusOnNavigation.ts';

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
      <TitlePortal component="h1" variant="h1" sx={{ '& > span': { display: 'inline' /* or it would be cut without an ellipsis */ } }} />
    </AppBar>
  );
}

export function Layout({ children }: LayoutProps) {
  useLanguageOfPage();
  useFollowedAppearance();
  useDocumentTitle();
  useFocusOnNavigation();
  return (
    <RaLayout appBar={Bar} menu={Menu} error={PageFailure}>
      <OfflineNotice />
      <SessionOver />
      <MuiWords>
        <Suspense fallback={<Loading now />}>{children}</Suspense>
      </MuiWords>
    </RaLayout>
  );
}

/** The page is marked as what it speaks, and what the server has said in another language is asked for anew. */
function useLanguageOfPage(): void {
  const [locale] = useLocaleState();
  const queries = useQueryClient();
  const spoken = useRef(locale);
  useEffect(() => {
    document.documentElement.lang = locale;
    if (spoken.current !== locale) void queries.invalidateQueries();
    spoken.current = locale;
  }, [locale, queries]);
}
