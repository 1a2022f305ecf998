import { type Theme, ThemeProvider } from '@mui/material';
import { type ReactNode, useCallback } from 'react';
import { useTranslate } from 'react-admin';

/** The words of MUI's own parts that react-admin does not translate. */
export function MuiWords({ children }: { children: ReactNode }) {
  const translate = useTranslate();
  const worded = useCallback(
    (theme: Theme): Theme => ({
      ...theme,
      components: {
        ...theme.components,
        MuiAutocomplete: { ...theme.components?.MuiAutocomplete, defaultProps: { ...theme.components?.MuiAutocomplete?.defaultProps, openText: translate('ra.action.open') } as object },
        MuiPagination: { ...theme.components?.MuiPagination, defaultProps: { ...theme.components?.MuiPagination?.defaultProps, 'aria-label': translate('app.pages') } },
      },
    }),
    [translate],
  );
  return <ThemeProvider theme={worded}>{children}</ThemeProvider>;
}
