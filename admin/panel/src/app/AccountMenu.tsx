import AccountIcon from '@mui/icons-material/AccountCircleOutlined';
import ProfileIcon from '@mui/icons-material/BadgeOutlined';
import { ListItemIcon, ListItemText, MenuItem, Typography } from '@mui/material';
import { Logout, useGetIdentity, useTranslate } from 'react-admin';
import { Link } from 'react-router-dom';
import { IconMenu } from '../ui/IconMenu.tsx';

/** Who is signed in, and the way out. */
export function AccountMenu() {
  const translate = useTranslate();
  const { identity } = useGetIdentity();
  return (
    <IconMenu label={translate('app.account.label', { name: identity?.fullName ?? '' })} icon={AccountIcon}>
      {(close) => [
        <Typography key="name" component="li" role="presentation" variant="h3" sx={{ px: 2, py: 1 }}>
          {identity?.fullName}
        </Typography>,
        <MenuItem key="profile" component={Link} to="/profile" onClick={close}>
          <ListItemIcon>
            <ProfileIcon fontSize="small" />
          </ListItemIcon>
          <ListItemText>{translate('app.account.profile')}</ListItemText>
        </MenuItem>,
        <Logout key="leave" />,
      ]}
    </IconMenu>
  );
}
