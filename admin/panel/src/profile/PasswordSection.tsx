import { PasswordInput, required, useNotify, useTranslate } from 'react-admin';
import { useClient } from '../api/ClientContext.tsx';
import type { Session } from '../api/types.ts';
import { AskButton } from '../ui/AskButton.tsx';
import { FormDialog } from '../ui/FormDialog.tsx';
import { Section } from '../ui/Section.tsx';
import { useRenewAccount } from './account.ts';
import { PasswordProof } from './ProofInputs.tsx';

export function PasswordSection({ session }: { session: Session }) {
  const translate = useTranslate();
  return (
    <Section
      title={translate('profile.password.title')}
      text={translate('profile.password.text')}
      actions={<AskButton dialog={(close) => <PasswordDialog session={session} onClose={close} />}>{translate('profile.password.open')}</AskButton>}
    />
  );
}

function PasswordDialog({ session, onClose }: { session: Session; onClose: () => void }) {
  const translate = useTranslate();
  const client = useClient();
  const notify = useNotify();
  const renew = useRenewAccount();
  return (
    <FormDialog
      title={translate('profile.password.dialog')}
      text={translate('profile.password.consequence')}
      action={translate('profile.password.action')}
      validate={({ new_password: next, again }) => (next === again ? {} : { again: 'profile.password.differ' })}
      onSubmit={async ({ password, new_password }) => {
        await client.send('/api/account/password', { method: 'PUT', body: { password, new_password } });
        renew();
        onClose();
        notify('profile.password.done', { type: 'success' });
      }}
      onClose={onClose}
    >
      <PasswordProof user={session.name} />
      <PasswordInput source="new_password" label="profile.password.next" autoComplete="new-password" validate={required()} />
      <PasswordInput source="again" label="profile.password.again" autoComplete="new-password" validate={required()} />
    </FormDialog>
  );
}
