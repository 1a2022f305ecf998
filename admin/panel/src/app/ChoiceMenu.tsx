import { IconButton, ListItemIcon, ListItemText, Menu, MenuItem, type SvgIcon, Tooltip } from '@mui/material';
import { useId, useState } from 'react';

export interface Choice<Value> {
  value: Value;
  label: string;
  icon?: typeof SvgIcon;
}

interface ChoiceMenuProps<Value> {
  label: string;
  icon: typeof SvgIcon;
  choices: Choice<Value>[];
  chosen: Value;
  onChoose: (value: Value) => void;
}

/** A button of the bar that opens a few things of which one is chosen. */
export function ChoiceMenu<Value extends string>({ label, icon: Icon, choices, chosen, onChoose }: ChoiceMenuProps<Value>) {
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const id = useId();
  return (
    <>
      <Tooltip title={label}>
        <IconButton
          color="inherit"
          aria-label={label}
          aria-haspopup="menu"
          aria-expanded={anchor !== null}
          aria-controls={anchor === null ? undefined : id}
          onClick={(event) => {
            setAnchor(event.currentTarget);
          }}
        >
          <Icon />
        </IconButton>
      </Tooltip>
      <Menu
        id={id}
        slotProps={{ root: { role: 'region', 'aria-label': label } }}
        anchorEl={anchor}
        open={anchor !== null}
        onClose={() => {
          setAnchor(null);
        }}
      >
        {choices.map(({ value, label: name, icon: Each }) => (
          <MenuItem
            key={value}
            role="menuitemradio"
            aria-checked={value === chosen}
            selected={value === chosen}
            onClick={() => {
              setAnchor(null);
              onChoose(value);
            }}
          >
            {Each !== undefined && (
              <ListItemIcon>
                <Each fontSize="small" />
              </ListItemIcon>
            )}
            <ListItemText>{name}</ListItemText>
          </MenuItem>
        ))}
      </Menu>
    </>
  );
}
