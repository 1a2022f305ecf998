import AddIcon from '@mui/icons-material/PersonAddOutlined';
import { type Theme, useMediaQuery } from '@mui/material';
import { useState } from 'react';
import { maxLength, required, TextInput, useRefresh, useTranslate } from 'react-admin';
import { useClient } from '../api/ClientContext.tsx';
import type { NewUser } from '../api/types.ts';
import { AskButton } from '../ui/AskButton.tsx';
import { FormDialog } from '../ui/FormDialog.tsx';
import { OnceDialog } from '../ui/OnceDialog.tsx';
import { RoleInput } from './RoleInput.tsx';

/** A new user: name and role, then the password to hand over. */
export function AddUser() {
  const translate = useTranslate();
  const client = useClient();
  const refresh = useRefresh();
  const narrow = useMediaQuery((theme: Theme) => theme.breakpoints.down('sm'));
  const [made, setMade] = useState<NewUser>();
  return (
    <>
      <AskButton
        variant="contained"
        startIcon={<AddIcon />}
        aria-label={translate('users.add.open')}
        dialog={(close) => (
          <FormDialog
            title={translate('users.add.title')}
            text={translate('users.add.text')}
            action={translate('users.add.action')}
            initial={{ role: 'editor' }}
            onSubmit={async ({ name, role }) => {
              const { data } = await client.send<NewUser>('/api/admin/users', { method: 'POST', body: { name, role } });
              close();
              setMade(data);
              refresh();
            }}
            onClose={close}
          >
            <TextInput source="name" label="resources.users.fields.name" parse={trimmed} validate={[required(), maxLength(150)]} autoComplete="off" />
            <RoleInput />
          </FormDialog>
        )}
      >
        {translate(narrow ? 'users.add.action' : 'users.add.open')}
      </AskButton>
      {made !== undefined && (
        <OnceDialog
          title={translate('users.add.done', { name: made.name })}
          text={translate('users.password.hand_over')}
          label={translate('users.password.label')}
          secrets={[made.one_time_password]}
          onClose={() => {
            setMade(undefined);
          }}
        />
      )}
    </>
  );
}

const trimmed = (text: string): string => text.trim();
