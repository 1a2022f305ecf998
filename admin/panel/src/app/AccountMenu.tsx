import AccountIcon from '@mui/icons-material/AccountCircleOutlined';
import ProfileIcon from '@mui/icons-material/BadgeOutlined';
import { IconButton, ListItemIcon, ListItemText, Menu, MenuItem, Tooltip, Typography } from '@mui/material';
import { useId, useState } from 'react';
import { Logout, useGetIdentity, useTranslate } from 'react-admin';
import { Link } from 'react-router-dom';

/** Who is signed in, and the way out. */
export function AccountMenu() {
  const translate = useTranslate();
  const { identity } = useGetIdentity();
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const id = useId();
  const label = translate('app.account.label', { name: identity?.fullName ?? '' });
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
          <AccountIcon />
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
        <Typography component="li" role="presentation" variant="h3" sx={{ px: 2, py: 1 }}>
          {identity?.fullName}
        </Typography>
        <MenuItem
          component={Link}
          to="/profile"
          onClick={() => {
            setAnchor(null);
          }}
        >
          <ListItemIcon>
            <ProfileIcon fontSize="small" />
          </ListItemIcon>
          <ListItemText>{translate('app.account.profile')}</ListItemText>
        </MenuItem>
        <Logout />
      </Menu>
    </>
  );
}
