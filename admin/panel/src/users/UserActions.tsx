import MoreIcon from '@mui/icons-material/MoreVert';
import { IconButton, Menu, MenuItem, Tooltip } from '@mui/material';
import { useId, useState } from 'react';
import { useGetIdentity, useTranslate } from 'react-admin';
import { Link } from 'react-router-dom';
import type { User } from '../api/types.ts';
import { type Deed, deedsFor } from './deeds.ts';
import { DeedDialog } from './DeedDialog.tsx';

/** The menu of a user's row. */
export function UserActions({ user }: { user: User }) {
  const translate = useTranslate();
  const { identity } = useGetIdentity();
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const [deed, setDeed] = useState<Deed>();
  const id = useId();
  const own = identity?.id === user.id;
  const label = translate('users.actions', { name: user.name });
  const close = () => {
    setAnchor(null);
  };
  return (
    <>
      <Tooltip title={label}>
        <IconButton
          size="small"
          aria-label={label}
          aria-haspopup="menu"
          aria-expanded={anchor !== null}
          aria-controls={anchor === null ? undefined : id}
          onClick={(event) => {
            setAnchor(event.currentTarget);
          }}
        >
          <MoreIcon fontSize="small" />
        </IconButton>
      </Tooltip>
      <Menu id={id} slotProps={{ root: { role: 'region', 'aria-label': label } }} anchorEl={anchor} open={anchor !== null} onClose={close}>
        {deedsFor(user, own).map((each) => (
          <MenuItem
            key={each}
            onClick={() => {
              close();
              setDeed(each);
            }}
          >
            {translate(`users.${each}.open`)}
          </MenuItem>
        ))}
        {own && (
          <MenuItem component={Link} to="/profile" onClick={close}>
            {translate('users.own')}
          </MenuItem>
        )}
      </Menu>
      {deed !== undefined && (
        <DeedDialog
          deed={deed}
          user={user}
          own={own}
          onClose={() => {
            setDeed(undefined);
          }}
        />
      )}
    </>
  );
}
