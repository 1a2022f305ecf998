import DownloadIcon from '@mui/icons-material/FileDownloadOutlined';
import UploadIcon from '@mui/icons-material/FileUploadOutlined';
import { List, ListItemButton, ListItemIcon, ListItemText } from '@mui/material';
import { useCanAccess, useListContext, useTranslate } from 'react-admin';
import { Link } from 'react-router-dom';
import { type Query, queryText } from '../api/client.ts';
import { useFilter } from './useShown.ts';
import { MenuButton } from './MenuButton.tsx';

/** All of the filtered list as a file, straight from the server; and the way to bring a file in. */
export function TransferMenu() {
  const translate = useTranslate();
  const { resource, sort } = useListContext();
  const [filter] = useFilter();
  const { canAccess: imports } = useCanAccess({ resource, action: 'import' });
  const query = queryText({ ...(filter as Query), _sort: sort.field, _order: sort.order });
  return (
    <MenuButton label={translate('lists.transfer.label')} icon={DownloadIcon}>
      {(close) => (
        <List dense disablePadding component="div">
          {(['csv', 'json'] as const).map((kind) => (
            <ListItemButton key={kind} component="a" href={`/api/admin/${resource}/export.${kind}${query}`} download={`${resource}.${kind}`} onClick={close}>
              <ListItemIcon>
                <DownloadIcon fontSize="small" />
              </ListItemIcon>
              <ListItemText primary={translate(`lists.transfer.${kind}`)} secondary={translate(`lists.transfer.${kind}_text`)} />
            </ListItemButton>
          ))}
          {imports === true && (
            <ListItemButton component={Link} to={`/${resource}/import`}>
              <ListItemIcon>
                <UploadIcon fontSize="small" />
              </ListItemIcon>
              <ListItemText primary={translate('lists.transfer.import')} secondary={translate('lists.transfer.import_text')} />
            </ListItemButton>
          )}
        </List>
      )}
    </MenuButton>
  );
}
