// The colours: paper and deep water by day, a dark hall by night; amber marks what is chosen or fresh.
import type { PaletteOptions } from '@mui/material';

export const light: PaletteOptions = {
  mode: 'light',
  primary: { main: '#1d5a5e', dark: '#14464a', light: '#4d8286', contrastText: '#ffffff' },
  secondary: { main: '#85560e', contrastText: '#ffffff' },
  background: { default: '#f5f2ea', paper: '#fffefa' },
  text: { primary: '#1e2b2c', secondary: '#52605e' },
  divider: '#e1dbcd',
  error: { main: '#a5302f' },
  warning: { main: '#85560e' },
  info: { main: '#2c5b88' },
  success: { main: '#2c6a3c' },
  action: { hover: 'rgba(29, 90, 94, 0.06)', selected: 'rgba(29, 90, 94, 0.11)' },
};

export const dark: PaletteOptions = {
  mode: 'dark',
  primary: { main: '#84cbc7', dark: '#5fb0ac', light: '#a6dedb', contrastText: '#0d2224' },
  secondary: { main: '#e4ae55', contrastText: '#251800' },
  background: { default: '#111819', paper: '#192223' },
  text: { primary: '#e9e5da', secondary: '#a5b1ad' },
  divider: '#2d3939',
  error: { main: '#f2978f' },
  warning: { main: '#e4ae55' },
  info: { main: '#93bde6' },
  success: { main: '#8fcd99' },
  action: { hover: 'rgba(132, 203, 199, 0.08)', selected: 'rgba(132, 203, 199, 0.15)' },
};
