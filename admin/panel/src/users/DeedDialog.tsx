import { useState } from 'react';
import { useNotify, useRefresh, useTranslate } from 'react-admin';
import { useClient } from '../api/ClientContext.tsx';
import type { Role, User } from '../api/types.ts';
import { FormDialog } from '../ui/FormDialog.tsx';
import { OnceDialog } from '../ui/OnceDialog.tsx';
import { dangerous, type Deed, perform } from './deeds.ts';
import { RoleInput } from './RoleInput.tsx';

interface DeedDialogProps {
  deed: Deed;
  user: User;
  own: boolean;
  onClose: () => void;
}

/** Asks once more, with what follows from it; then says that it is done, or shows the new password. */
export function DeedDialog({ deed, user, own, onClose }: DeedDialogProps) {
  const translate = useTranslate();
  const client = useClient();
  const refresh = useRefresh();
  const notify = useNotify();
  const [password, setPassword] = useState<string>();
  const { name } = user;

  if (password !== undefined) {
    return (
      <OnceDialog
        title={translate('users.password.done', { name })}
        text={translate('users.password.hand_over')}
        label={translate('users.password.label')}
        secrets={[password]}
        onClose={onClose}
      />
    );
  }
  return (
    <FormDialog
      title={translate(`users.${deed}.title`, { name })}
      text={
        <>
          {translate(`users.${deed}.text`, { name })}
          {own && ` ${translate('users.own_ends')}`}
        </>
      }
      action={translate(`users.${deed}.action`)}
      dangerous={dangerous.has(deed)}
      initial={{ role: user.role }}
      onSubmit={async (values) => {
        const made = await perform(client, deed, user, values.role as Role);
        if (made === undefined) {
          onClose();
          notify(`users.${deed}.done`, { type: 'success', messageArgs: { name } });
        } else {
          setPassword(made);
        }
        refresh();
      }}
      onClose={onClose}
    >
      {deed === 'role' ? <RoleInput /> : undefined}
    </FormDialog>
  );
}
