import { Box, Typography } from '@mui/material';
import { lazy, Suspense, useState } from 'react';
import { useTranslate } from 'react-admin';
import { useClient } from '../api/ClientContext.tsx';
import type { SecondFactorCodes, SecondFactorSecret, Session } from '../api/types.ts';
import { FormDialog } from '../ui/FormDialog.tsx';
import { Loading } from '../ui/Loading.tsx';
import { OnceDialog } from '../ui/OnceDialog.tsx';
import { useRenewAccount } from './account.ts';
import { CodeInput, PasswordProof } from './ProofInputs.tsx';

const QrCode = lazy(() => import('./QrCode.tsx'));
const path = '/api/account/totp';

/** The password, then the secret and a first code of it, then the recovery codes. */
export function SecondFactorSetup({ session, onClose }: { session: Session; onClose: () => void }) {
  const translate = useTranslate();
  const client = useClient();
  const renew = useRenewAccount();
  const [secret, setSecret] = useState<SecondFactorSecret>();
  const [codes, setCodes] = useState<string[]>();

  if (codes !== undefined) {
    return (
      <OnceDialog
        title={translate('profile.factor.codes.title')}
        text={translate('profile.factor.codes.text')}
        label={translate('profile.factor.codes.label')}
        secrets={codes}
        file={translate('profile.factor.codes.file')}
        onClose={() => {
          onClose();
          renew();
        }}
      />
    );
  }
  if (secret !== undefined) {
    return (
      <FormDialog
        key="confirm"
        title={translate('profile.factor.confirm.title')}
        text={translate('profile.factor.confirm.text')}
        action={translate('profile.factor.confirm.action')}
        onSubmit={async ({ code }) => {
          const { data } = await client.send<SecondFactorCodes>(path, { method: 'PUT', body: { code } });
          client.forget();
          setCodes(data.recovery_codes);
        }}
        onClose={onClose}
      >
        <Secret secret={secret} />
        <CodeInput />
      </FormDialog>
    );
  }
  return (
    <FormDialog
      key="begin"
      title={translate('profile.factor.begin.title')}
      text={translate('profile.factor.begin.text')}
      action={translate('profile.factor.begin.action')}
      onSubmit={async ({ password }) => {
        setSecret((await client.send<SecondFactorSecret>(path, { method: 'POST', body: { password } })).data);
      }}
      onClose={onClose}
    >
      <PasswordProof user={session.name} />
    </FormDialog>
  );
}

/** As a picture, and as text for who cannot take a picture of it. */
function Secret({ secret }: { secret: SecondFactorSecret }) {
  const translate = useTranslate();
  return (
    <Box sx={{ display: 'grid', justifyItems: 'center', gap: 1, mb: 1 }}>
      <Suspense fallback={<Loading />}>
        <QrCode text={secret.uri} title={translate('profile.factor.confirm.picture')} />
      </Suspense>
      <Typography variant="caption" sx={{ color: 'text.secondary' }}>
        {translate('profile.factor.confirm.secret')}
      </Typography>
      <Box component="code" sx={{ fontFamily: 'monospace', fontSize: '0.9375rem', overflowWrap: 'anywhere', textAlign: 'center' }}>
        {secret.secret.match(/.{1,4}/g)?.join(' ')}
      </Box>
    </Box>
  );
}
