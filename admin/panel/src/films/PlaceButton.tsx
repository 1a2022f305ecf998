import GripIcon from '@mui/icons-material/DragIndicator';
import { IconButton, Menu, MenuItem } from '@mui/material';
import { useId, useState } from 'react';
import { useTranslate } from 'react-admin';

export interface Place {
  /** From 0. */
  at: number;
  of: number;
  onMove: (to: number) => void;
  /** See useDrag. */
  handle: object;
}

/** Where somebody stands: dragged by it, or a menu with the moves for who does not drag. */
export function PlaceButton({ name, at, of, onMove, handle }: Place & { name: string }) {
  const translate = useTranslate();
  const id = useId();
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const label = translate('saving.links.place', { name, place: at + 1, of });
  const close = () => {
    setAnchor(null);
  };
  const moves = [
    { word: 'earlier', to: at - 1 },
    { word: 'later', to: at + 1 },
    { word: 'first', to: 0 },
    { word: 'last', to: of - 1 },
  ];
  return (
    <>
      <IconButton
        size="small"
        {...handle}
        data-place
        aria-label={label}
        aria-haspopup="menu"
        aria-expanded={anchor !== null}
        aria-controls={anchor === null ? undefined : id}
        onClick={(event) => {
          setAnchor(event.currentTarget);
        }}
        sx={{ p: 0.5, mr: 0.25, cursor: 'grab', touchAction: 'none' }}
      >
        <GripIcon sx={{ fontSize: 16 }} />
      </IconButton>
      <Menu id={id} slotProps={{ root: { role: 'region', 'aria-label': label } }} anchorEl={anchor} open={anchor !== null} onClose={close}>
        {moves.map(({ word, to }) => (
          <MenuItem
            key={word}
            disabled={to < 0 || to >= of || to === at}
            onClick={() => {
              close();
              onMove(to);
            }}
          >
            {translate(`saving.links.${word}`)}
          </MenuItem>
        ))}
      </Menu>
    </>
  );
}
