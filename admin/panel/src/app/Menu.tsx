import { Typography } from '@mui/material';
import HistoryIcon from '@mui/icons-material/HistoryOutlined';
import { CanAccess, Menu as RaMenu, useSidebarState, useTranslate } from 'react-admin';

/** The sections of the panel. An entry shows only where the role may open it. */
export function Menu() {
  const translate = useTranslate();
  const [open] = useSidebarState();
  return (
    <RaMenu component="nav" aria-label={translate('app.menu.label')}>
      <Typography variant="overline" component="li" role="presentation" sx={{ px: 2.5, pt: 1, color: 'text.secondary', visibility: open ? 'visible' : 'hidden' }}>
        {translate('app.menu.catalogue')}
      </Typography>
      <RaMenu.ResourceItem name="films" />
      <RaMenu.ResourceItem name="genres" />
      <RaMenu.ResourceItem name="persons" />
      <CanAccess resource="history" action="list">
        <RaMenu.Item to="/history" primaryText={translate('history.title')} leftIcon={<HistoryIcon />} />
      </CanAccess>
    </RaMenu>
  );
}
