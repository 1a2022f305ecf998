import { type MouseEvent, useId, useState } from 'react';

/** What a button that opens a menu and the menu itself are given: MUI's IconButton and Menu. */
export function useMenu(label: string) {
  const id = useId();
  const [anchorEl, setAnchor] = useState<HTMLElement | null>(null);
  const open = anchorEl !== null;
  const close = () => {
    setAnchor(null);
  };
  return {
    button: {
      'aria-label': label,
      'aria-haspopup': 'menu' as const,
      'aria-expanded': open,
      'aria-controls': open ? id : undefined,
      onClick: (event: MouseEvent<HTMLElement>) => {
        setAnchor(event.currentTarget);
      },
    },
    menu: { id, anchorEl, open, onClose: close, slotProps: { root: { role: 'region', 'aria-label': label } } },
    close,
  };
}
