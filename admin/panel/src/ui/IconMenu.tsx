import { IconButton, Menu, type SvgIcon, Tooltip } from '@mui/material';
import type { ReactElement } from 'react';
import { useMenu } from './useMenu.ts';

interface IconMenuProps {
  label: string;
  icon: typeof SvgIcon;
  /** In a row of a table. */
  small?: boolean;
  /** Items of a menu, each with a key; they get a function that closes it. */
  children: (close: () => void) => ReactElement[];
}

/** A button that shows an icon and opens a menu. */
export function IconMenu({ label, icon: Icon, small = false, children }: IconMenuProps) {
  const { button, menu, close } = useMenu(label);
  return (
    <>
      <Tooltip title={label}>
        <IconButton size={small ? 'small' : 'medium'} color={small ? 'default' : 'inherit'} {...button}>
          <Icon fontSize={small ? 'small' : 'medium'} />
        </IconButton>
      </Tooltip>
      <Menu {...menu}>{children(close)}</Menu>
    </>
  );
}
