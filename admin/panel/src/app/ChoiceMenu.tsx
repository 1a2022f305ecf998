import { ListItemIcon, ListItemText, MenuItem, type SvgIcon } from '@mui/material';
import { IconMenu } from '../ui/IconMenu.tsx';

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
export function ChoiceMenu<Value extends string>({ label, icon, choices, chosen, onChoose }: ChoiceMenuProps<Value>) {
  return (
    <IconMenu label={label} icon={icon}>
      {(close) =>
        choices.map(({ value, label: name, icon: Each }) => (
          <MenuItem
            key={value}
            role="menuitemradio"
            aria-checked={value === chosen}
            selected={value === chosen}
            onClick={() => {
              close();
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
        ))
      }
    </IconMenu>
  );
}
