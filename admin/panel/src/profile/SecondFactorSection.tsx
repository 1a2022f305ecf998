import { Button, Chip } from '@mui/material';
import { useState } from 'react';
import { useTranslate } from 'react-admin';
import { leaveToSignIn } from '../api/authProvider.ts';
import { useClient } from '../api/ClientContext.tsx';
import type { SecondFactor, Session } from '../api/types.ts';
import { FormDialog } from '../ui/FormDialog.tsx';
import { Section } from '../ui/Section.tsx';
import { CodeInput, PasswordProof } from './ProofInputs.tsx';
import { SecondFactorSetup } from './SecondFactorSetup.tsx';

const few = 3; // recovery codes of the ten

export function SecondFactorSection({ session, factor }: { session: Session; factor: SecondFactor }) {
  const translate = useTranslate();
  const [asks, setAsks] = useState<'on' | 'off'>();
  const close = () => {
    setAsks(undefined);
  };
  const left = factor.recovery_codes;
  return (
    <Section
      title={translate('profile.factor.title')}
      text={
        factor.enabled ? (
          <>
            {translate('profile.factor.on')} {translate('profile.factor.left', { smart_count: left })} {left <= few && translate('profile.factor.few')}
          </>
        ) : (
          translate('profile.factor.off')
        )
      }
      actions={
        <>
          <Chip size="small" variant="outlined" color={factor.enabled ? 'success' : 'default'} label={translate(`users.has.${factor.enabled}`)} sx={{ alignSelf: 'center' }} />
          <Button
            variant="outlined"
            onClick={() => {
              setAsks(factor.enabled ? 'off' : 'on');
            }}
          >
            {translate(factor.enabled ? 'profile.factor.turn_off' : 'profile.factor.set_up')}
          </Button>
        </>
      }
    >
      {asks === 'on' && <SecondFactorSetup session={session} onClose={close} />}
      {asks === 'off' && <TurnOff session={session} onClose={close} />}
    </Section>
  );
}

function TurnOff({ session, onClose }: { session: Session; onClose: () => void }) {
  const translate = useTranslate();
  const client = useClient();
  return (
    <FormDialog
      title={translate('profile.factor.off_title')}
      text={translate('profile.factor.off_text')}
      action={translate('profile.factor.turn_off')}
      dangerous
      onSubmit={async ({ password, code }) => {
        await client.send('/api/account/totp/removal', { method: 'POST', body: { password, code } });
        client.forget();
        leaveToSignIn();
      }}
      onClose={onClose}
    >
      <PasswordProof user={session.name} />
      <CodeInput label="profile.factor.code_or_recovery" />
    </FormDialog>
  );
}
