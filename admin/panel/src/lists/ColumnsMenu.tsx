import UpIcon from '@mui/icons-material/KeyboardArrowUp';
import DownIcon from '@mui/icons-material/KeyboardArrowDown';
import ColumnsIcon from '@mui/icons-material/ViewWeekOutlined';
import { Button, Checkbox, FormControlLabel, IconButton, List, ListItem, type Theme, useMediaQuery } from '@mui/material';
import { useListContext, useTranslate } from 'react-admin';
import { arranged, chosenColumns, movedColumn, toggledColumn } from './columns.ts';
import { useListSetup } from './ListSetup.ts';
import { MenuButton } from './MenuButton.tsx';
import { useShownColumns } from './useShown.ts';

/** Which columns there are, and in which order; a phone has none. */
export function ColumnsMenu() {
  const translate = useTranslate();
  const phone = useMediaQuery((theme: Theme) => theme.breakpoints.down('sm'));
  const { columns } = useListSetup();
  const [shown, show] = useShownColumns();
  if (phone) return null;
  return (
    <MenuButton label={translate('lists.columns.label')} icon={ColumnsIcon}>
      {() => (
        <>
          <List dense disablePadding>
            {arranged(columns, shown).map((id) => (
              <ColumnItem key={id} id={id} shown={shown} fixed={id === columns[0]?.id} show={show} />
            ))}
          </List>
          <Button
            size="small"
            sx={{ m: 0.5 }}
            onClick={() => {
              show(() => chosenColumns(columns, undefined));
            }}
          >
            {translate('lists.columns.reset')}
          </Button>
        </>
      )}
    </MenuButton>
  );
}

interface ColumnItemProps {
  id: string;
  shown: string[];
  fixed: boolean;
  show: (change: (shown: string[]) => string[]) => void;
}

function ColumnItem({ id, shown, fixed, show }: ColumnItemProps) {
  const translate = useTranslate();
  const { resource } = useListContext();
  const at = shown.indexOf(id);
  const name = translate(`resources.${resource}.fields.${id}`);
  const mover = (by: -1 | 1) => (
    <IconButton
      size="small"
      aria-label={translate(by < 0 ? 'lists.columns.earlier' : 'lists.columns.later', { name })}
      disabled={at < 0 || at + by < 0 || at + by >= shown.length}
      onClick={() => {
        show((now) => movedColumn(now, id, by));
      }}
    >
      {by < 0 ? <UpIcon fontSize="small" /> : <DownIcon fontSize="small" />}
    </IconButton>
  );
  return (
    <ListItem disablePadding sx={{ pl: 1 }}>
      <FormControlLabel
        sx={{ flex: 1, mr: 1 }}
        label={name}
        control={
          <Checkbox
            size="small"
            checked={at >= 0}
            disabled={fixed}
            onChange={() => {
              show((now) => toggledColumn(now, id));
            }}
          />
        }
      />
      {mover(-1)}
      {mover(1)}
    </ListItem>
  );
}
