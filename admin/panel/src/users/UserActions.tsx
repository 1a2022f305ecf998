import MoreIcon from '@mui/icons-material/MoreVert';
import { MenuItem } from '@mui/material';
import { useState } from 'react';
import { useGetIdentity, useTranslate } from 'react-admin';
import { Link } from 'react-router-dom';
import type { User } from '../api/types.ts';
import { IconMenu } from '../ui/IconMenu.tsx';
import { type Deed, deedsFor } from './deeds.ts';
import { DeedDialog } from './DeedDialog.tsx';

/** The menu of a user's row. */
export function UserActions({ user }: { user: User }) {
  const translate = useTranslate();
  const { identity } = useGetIdentity();
  const [deed, setDeed] = useState<Deed>();
  const own = identity?.id === user.id;
  return (
    <>
      <IconMenu small label={translate('users.actions', { name: user.name })} icon={MoreIcon}>
        {(close) => {
          const deeds = deedsFor(user, own).map((each) => (
            <MenuItem
              key={each}
              onClick={() => {
                close();
                setDeed(each);
              }}
            >
              {translate(`users.${each}.open`)}
            </MenuItem>
          ));
          const profile = (
            <MenuItem key="own" component={Link} to="/profile" onClick={close}>
              {translate('users.own')}
            </MenuItem>
          );
          return own ? [...deeds, profile] : deeds;
        }}
      </IconMenu>
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
