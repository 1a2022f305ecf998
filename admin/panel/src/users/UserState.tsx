import { Chip, Stack } from '@mui/material';
import { useGetIdentity, useTranslate } from 'react-admin';
import type { User } from '../api/types.ts';

/** What is out of the ordinary with a user, in a word or two each. */
export function UserState({ user }: { user: User }) {
  const translate = useTranslate();
  const { identity } = useGetIdentity();
  return (
    <Stack direction="row" component="span" sx={{ display: 'inline-flex', flexWrap: 'wrap', gap: 0.5 }}>
      {identity?.id === user.id && <Chip component="span" size="small" variant="outlined" label={translate('users.state.own')} />}
      {user.disabled && <Chip component="span" size="small" color="error" variant="outlined" label={translate('users.state.disabled')} />}
      {user.one_time && <Chip component="span" size="small" color="warning" variant="outlined" label={translate('users.state.one_time')} />}
    </Stack>
  );
}
