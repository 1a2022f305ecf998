import OperationsIcon from '@mui/icons-material/MonitorHeartOutlined';
import DashboardIcon from '@mui/icons-material/SpaceDashboardOutlined';
import SearchIcon from '@mui/icons-material/TravelExploreOutlined';
import { Typography } from '@mui/material';
import type { ReactNode } from 'react';
import HistoryIcon from '@mui/icons-material/HistoryOutlined';
import { CanAccess, Menu as RaMenu, useSidebarState, useTranslate } from 'react-admin';

/** The sections of the panel. An entry shows only where the role may open it. */
export function Menu() {
  const translate = useTranslate();
  return (
    <RaMenu component="nav" aria-label={translate('app.menu.label')}>
      <RaMenu.DashboardItem leftIcon={<DashboardIcon />} />
      <RaMenu.Item to="/search" primaryText={translate('search.menu')} leftIcon={<SearchIcon />} />
      <Heading>{translate('app.menu.catalogue')}</Heading>
      <RaMenu.ResourceItem name="films" />
      <RaMenu.ResourceItem name="genres" />
      <RaMenu.ResourceItem name="persons" />
      <CanAccess resource="history" action="list">
        <RaMenu.Item to="/history" primaryText={translate('history.title')} leftIcon={<HistoryIcon />} />
      </CanAccess>
      <CanAccess resource="operations" action="list">
        <Heading>{translate('operations.menu')}</Heading>
        <RaMenu.Item to="/operations" primaryText={translate('operations.title')} leftIcon={<OperationsIcon />} />
      </CanAccess>
      <CanAccess resource="users" action="list">
        <Heading>{translate('app.menu.administration')}</Heading>
      </CanAccess>
      <RaMenu.ResourceItem name="users" />
      <RaMenu.ResourceItem name="tokens" />
    </RaMenu>
  );
}

function Heading({ children }: { children: ReactNode }) {
  const [open] = useSidebarState();
  return (
    <Typography variant="overline" component="li" role="presentation" sx={{ px: 2.5, pt: 1, color: 'text.secondary', visibility: open ? 'visible' : 'hidden' }}>
      {children}
    </Typography>
  );
}
