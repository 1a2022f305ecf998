import GripIcon from '@mui/icons-material/DragIndicator';
import { IconButton, Menu, MenuItem } from '@mui/material';
import { useTranslate } from 'react-admin';
import { useMenu } from '../ui/useMenu.ts';

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
  const { button, menu, close } = useMenu(translate('saving.links.place', { name, place: at + 1, of }));
  const moves = [
    { word: 'earlier', to: at - 1 },
    { word: 'later', to: at + 1 },
    { word: 'first', to: 0 },
    { word: 'last', to: of - 1 },
  ];
  return (
    <>
      <IconButton size="small" {...handle} data-place {...button} sx={{ p: 0.5, mr: 0.25, cursor: 'grab', touchAction: 'none' }}>
        <GripIcon sx={{ fontSize: 16 }} />
      </IconButton>
      <Menu {...menu}>
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
