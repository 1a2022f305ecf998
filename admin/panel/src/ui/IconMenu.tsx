import { IconButton, Menu, type SvgIcon, Tooltip } from '@mui/material';
import { type ReactElement, useId, useState } from 'react';

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
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const id = useId();
  const close = () => {
    setAnchor(null);
  };
  return (
    <>
      <Tooltip title={label}>
        <IconButton
          size={small ? 'small' : 'medium'}
          color={small ? 'default' : 'inherit'}
          aria-label={label}
          aria-haspopup="menu"
          aria-expanded={anchor !== null}
          aria-controls={anchor === null ? undefined : id}
          onClick={(event) => {
            setAnchor(event.currentTarget);
          }}
        >
          <Icon fontSize={small ? 'small' : 'medium'} />
        </IconButton>
      </Tooltip>
      <Menu id={id} slotProps={{ root: { role: 'region', 'aria-label': label } }} anchorEl={anchor} open={anchor !== null} onClose={close}>
        {children(close)}
      </Menu>
    </>
  );
}
