import DownIcon from '@mui/icons-material/ArrowDownward';
import UpIcon from '@mui/icons-material/ArrowUpward';
import SortIcon from '@mui/icons-material/SwapVert';
import { List, ListItem, ListItemButton, ListItemText, Typography } from '@mui/material';
import { useListContext, useTranslate } from 'react-admin';
import { useListSetup } from './ListSetup.ts';
import { MenuButton } from './MenuButton.tsx';
import { added, type SortKey } from './sort.ts';
import { useSortKeys } from './useShown.ts';

/** Sorts by several fields at once: each press adds one, turns it, takes it away. */
export function SortMenu() {
  const translate = useTranslate();
  const { columns } = useListSetup();
  const [keys, setKeys] = useSortKeys();
  return (
    <MenuButton label={translate('lists.sort.label')} icon={SortIcon}>
      {() => (
        <>
          <Typography variant="caption" component="p" sx={{ px: 2, py: 0.5, color: 'text.secondary' }}>
            {translate('lists.sort.hint')}
          </Typography>
          <List dense disablePadding>
            {columns
              .filter(({ sorts }) => sorts)
              .map(({ id }) => (
                <SortItem
                  key={id}
                  id={id}
                  keys={keys}
                  onPress={() => {
                    setKeys((now) => added(now, id));
                  }}
                />
              ))}
          </List>
        </>
      )}
    </MenuButton>
  );
}

function SortItem({ id, keys, onPress }: { id: string; keys: readonly SortKey[]; onPress: () => void }) {
  const translate = useTranslate();
  const { resource } = useListContext();
  const at = keys.findIndex(({ field }) => field === id);
  const key = keys[at];
  const Arrow = key?.falling === true ? DownIcon : UpIcon;
  const how = key && translate(key.falling ? 'lists.sort.falling' : 'lists.sort.rising', { place: at + 1 });
  return (
    <ListItem disablePadding>
      <ListItemButton selected={key !== undefined} onClick={onPress} sx={{ borderRadius: 1, gap: 1 }}>
        <ListItemText primary={translate(`resources.${resource}.fields.${id}`)} secondary={how} />
        {key !== undefined && <Arrow fontSize="small" />}
      </ListItemButton>
    </ListItem>
  );
}
