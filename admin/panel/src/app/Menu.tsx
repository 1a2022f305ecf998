import OperationsIcon from '@mui/icons-material/MonitorHeartOutlined';
import DashboardIcon from '@mui/icons-material/SpaceDashboardOutlined';
import SearchIcon from '@mui/icons-material/TravelExploreOutlined';
import { Typography } from '@mui/material';
import { CanAccess, Menu as RaMenu, useSidebarState, useTranslate } from 'react-admin';

/** The sections of the panel. An entry shows only where the role may open it. */
export function Menu() {
  const translate = useTranslate();
  const [open] = useSidebarState();
  return (
    <RaMenu component="nav" aria-label={translate('app.menu.label')}>
      <RaMenu.DashboardItem leftIcon={<DashboardIcon />} />
      <RaMenu.Item to="/search" primaryText={translate('search.menu')} leftIcon={<SearchIcon />} />
      <Typography variant="overline" component="li" role="presentation" sx={{ px: 2.5, pt: 1, color: 'text.secondary', visibility: open ? 'visible' : 'hidden' }}>
        {translate('app.menu.catalogue')}
      </Typography>
      <RaMenu.ResourceItem name="films" />
      <RaMenu.ResourceItem name="genres" />
      <RaMenu.ResourceItem name="persons" />
      <CanAccess resource="operations" action="list">
        <Typography variant="overline" component="li" role="presentation" sx={{ px: 2.5, pt: 1, color: 'text.secondary', visibility: open ? 'visible' : 'hidden' }}>
          {translate('operations.menu')}
        </Typography>
        <RaMenu.Item to="/operations" primaryText={translate('operations.title')} leftIcon={<OperationsIcon />} />
      </CanAccess>
    </RaMenu>
  );
}
