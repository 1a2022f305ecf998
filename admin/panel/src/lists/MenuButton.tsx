import { Button, Popover, type SvgIcon } from '@mui/material';
import { type ReactNode, useId, useState } from 'react';

interface MenuButtonProps {
  label: string;
  icon: typeof SvgIcon;
  /** Of what opens; gets a function that closes it. */
  children: (close: () => void) => ReactNode;
}

/** A button of a list's bar that opens a small board. */
export function MenuButton({ label, icon: Icon, children }: MenuButtonProps) {
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const id = useId();
  const close = () => {
    setAnchor(null);
  };
  return (
    <>
      <Button
        startIcon={<Icon />}
        aria-haspopup="dialog"
        aria-expanded={anchor !== null}
        aria-controls={anchor === null ? undefined : id}
        onClick={(event) => {
          setAnchor(event.currentTarget);
        }}
      >
        {label}
      </Button>
      <Popover
        id={id}
        open={anchor !== null}
        anchorEl={anchor}
        onClose={close}
        anchorOrigin={{ vertical: 'bottom', horizontal: 'left' }}
        slotProps={{ paper: { role: 'dialog', 'aria-label': label, sx: { p: 1, minWidth: 240, maxWidth: 'min(420px, 94vw)' } } }}
      >
        {children(close)}
      </Popover>
    </>
  );
}
