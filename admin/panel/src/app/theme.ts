// The look of everything: type scale, spacing and density, MUI's and react-admin's parts. Pages set no colours and no sizes of type.
import { alpha, createTheme, type PaletteOptions, type Theme, type ThemeOptions } from '@mui/material';
import type { RaThemeOptions } from 'react-admin';
import { dark, light } from './palette.ts';

const family = '"Golos Text Variable", "Segoe UI", system-ui, sans-serif';

const typography: ThemeOptions['typography'] = {
  fontFamily: family,
  fontSize: 14.5,
  fontWeightMedium: 550,
  fontWeightBold: 650,
  h1: { fontSize: '1.375rem', fontWeight: 600, lineHeight: 1.3, letterSpacing: '-0.012em' },
  h2: { fontSize: '1.125rem', fontWeight: 600, lineHeight: 1.35, letterSpacing: '-0.006em' },
  h3: { fontSize: '1rem', fontWeight: 600, lineHeight: 1.4 },
  h6: { fontSize: '1.125rem', fontWeight: 600, letterSpacing: '-0.006em' },
  body1: { fontSize: '0.9375rem', lineHeight: 1.55 },
  body2: { fontSize: '0.9063rem', lineHeight: 1.5 },
  caption: { fontSize: '0.8125rem', lineHeight: 1.4 },
  overline: { fontSize: '0.75rem', fontWeight: 600, letterSpacing: '0.06em', lineHeight: 1.6 },
  button: { textTransform: 'none', fontWeight: 550, fontSize: '0.9063rem' },
};

function theme(palette: PaletteOptions): RaThemeOptions {
  const { palette: colours } = createTheme({ palette });
  const line = `1px solid ${colours.divider}`;
  return {
    palette,
    typography,
    shape: { borderRadius: 8 },
    sidebar: { width: 216, closedWidth: 60 },
    components: {
      MuiCssBaseline: {
        styleOverrides: {
          body: { fontFeatureSettings: '"tnum"' },
          ':focus-visible': { outline: `2px solid ${colours.primary.main}`, outlineOffset: 2 },
          '@media (prefers-reduced-motion: reduce)': {
            '*, *::before, *::after': { animationDuration: '0.01ms !important', transitionDuration: '0.01ms !important' },
          },
        },
      },
      MuiButtonBase: {
        styleOverrides: { root: { '&.Mui-focusVisible': { outline: `2px solid ${colours.primary.main}`, outlineOffset: 2 } } },
      },
      MuiMenuItem: { styleOverrides: { root: { '&.Mui-focusVisible': { outlineOffset: -2 } } } },
      MuiPaper: { defaultProps: { elevation: 0 }, styleOverrides: { root: { backgroundImage: 'none' } } },
      MuiCard: { styleOverrides: { root: { border: line, borderRadius: 12 } } },
      MuiMenu: { styleOverrides: { paper: { border: line, boxShadow: '0 10px 30px rgba(10, 25, 26, 0.16)' } } },
      MuiPopover: { styleOverrides: { paper: { border: line, boxShadow: '0 10px 30px rgba(10, 25, 26, 0.16)' } } },
      MuiDialog: { styleOverrides: { paper: { border: line, borderRadius: 14 } } },
      MuiDialogActions: { styleOverrides: { root: { padding: '8px 24px 20px' } } },
      MuiButton: { defaultProps: { disableElevation: true }, styleOverrides: { root: { borderRadius: 8 } } },
      MuiTextField: { defaultProps: { variant: 'outlined', size: 'small', margin: 'dense', fullWidth: true } },
      MuiFormControl: { defaultProps: { variant: 'outlined', size: 'small', margin: 'dense', fullWidth: true } },
      MuiAutocomplete: { defaultProps: { fullWidth: true, size: 'small' } },
      MuiOutlinedInput: {
        styleOverrides: {
          root: { backgroundColor: colours.background.paper },
          notchedOutline: { borderColor: alpha(colours.text.primary, 0.42) }, // 3:1 against the paper
        },
      },
      MuiTableCell: {
        styleOverrides: {
          root: { borderBottom: line, padding: '9px 14px', '&.MuiTableCell-paddingCheckbox': { padding: '0 6px' } },
          head: { color: colours.text.secondary, fontSize: '0.8125rem', fontWeight: 600, whiteSpace: 'nowrap' },
        },
      },
      // react-admin names the box of a row, the input within needs the name; MUI takes it where it is an input's own.
      MuiCheckbox: {
        defaultProps: {
          slotProps: {
            root: (state: object) => ('aria-label' in state ? { 'aria-label': undefined } : {}),
            input: (state: object) => ('aria-label' in state ? { 'aria-label': String(state['aria-label']) } : {}),
          },
        },
      },
      MuiTableRow: { styleOverrides: { root: { '&:last-child td': { borderBottom: 0 } } } },
      MuiChip: { styleOverrides: { root: { borderRadius: 6 } } },
      MuiListItemIcon: { styleOverrides: { root: { minWidth: 38 } } },
      MuiTooltip: { defaultProps: { arrow: true } },
      MuiLink: { styleOverrides: { root: { textUnderlineOffset: '0.2em' } } },
      RaSkipNavigationButton: {
        styleOverrides: { root: { '&&, &&:hover': { backgroundColor: colours.primary.main, color: colours.primary.contrastText, opacity: 1 } } },
      },
      RaAppBar: {
        defaultProps: { color: 'default' },
        styleOverrides: {
          root: {
            '&.MuiAppBar-root': { backgroundColor: colours.background.default, color: colours.text.primary, borderBottom: line, boxShadow: 'none' },
            '& .RaAppBar-toolbar': { paddingLeft: 12, paddingRight: 12, gap: 4 },
          },
        },
      },
      RaLayout: {
        styleOverrides: { root: { '&&': { minWidth: 0 }, '& #main-content:focus': { outline: 'none' }, '& .RaLayout-content': { padding: '8px clamp(12px, 2.4vw, 36px) 48px', minWidth: 0 } } },
      },
      RaSidebar: { styleOverrides: { root: { '& .RaSidebar-fixed': { paddingTop: 8 }, '& .MuiPaper-root': { borderRight: 0 } } } },
      RaMenuItemLink: {
        styleOverrides: {
          root: {
            margin: '2px 8px',
            padding: '8px 12px',
            borderRadius: 8,
            color: colours.text.secondary,
            fontWeight: 550,
            '& .MuiListItemIcon-root': { color: 'inherit' },
            '&.RaMenuItemLink-active': { backgroundColor: colours.action.selected, color: colours.primary.main },
            '&.RaMenuItemLink-active .MuiListItemIcon-root': { color: colours.primary.main },
          },
        },
      },
      RaToolbar: { styleOverrides: { root: { backgroundColor: 'transparent', borderTop: line, padding: '12px 20px' } } },
      RaSimpleForm: { styleOverrides: { root: { padding: '20px' } } },
      RaDataTable: {
        styleOverrides: {
          root: {
            '& .RaDataTable-tableWrapper': { overflowX: 'auto' },
            '& .RaDataTable-headerCell': { backgroundColor: colours.background.paper },
          },
        },
      },
      RaListToolbar: {
        styleOverrides: {
          root: ({ theme: { breakpoints } }: { theme: Theme }) => ({
            '&&': { backgroundColor: 'transparent', [breakpoints.down('sm')]: { flexDirection: 'row', alignItems: 'center' } },
            '& .MuiFormControl-root': { margin: 0 },
            '& form': { flexGrow: 1, paddingBottom: 8, minHeight: 0 },
          }),
        },
      },
      RaTopToolbar: {
        styleOverrides: {
          root: ({ theme: { breakpoints } }: { theme: Theme }) => ({ '&&': { backgroundColor: 'transparent', [breakpoints.down('sm')]: { flex: '0 0 auto', minHeight: 0, paddingBottom: 8 } } }),
        },
      },
      RaSimpleList: { styleOverrides: { root: { '& .RaSimpleList-tertiary': { opacity: 1, color: colours.text.secondary } } } },
      RaEdit: { styleOverrides: { root: { '& .RaEdit-main': { maxWidth: 960 } } } },
      RaCreate: { styleOverrides: { root: { '& .RaCreate-main': { maxWidth: 960 } } } },
      RaBulkActionsToolbar: {
        styleOverrides: { root: { '& .RaBulkActionsToolbar-toolbar': { backgroundColor: colours.action.selected, color: colours.text.primary } } },
      },
    },
  };
}

export const lightTheme = theme(light);
export const darkTheme = theme(dark);
