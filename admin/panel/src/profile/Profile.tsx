import { Stack } from '@mui/material';
import { Title, useTranslate } from 'react-admin';
import { Failure } from '../ui/Failure.tsx';
import { Loading } from '../ui/Loading.tsx';
import { AccountSection } from './AccountSection.tsx';
import { useSecondFactor, useSession, useSessions, useTokens } from './account.ts';
import { LookSection } from './LookSection.tsx';
import { PasswordSection } from './PasswordSection.tsx';
import { SecondFactorSection } from './SecondFactorSection.tsx';
import { SessionsSection } from './SessionsSection.tsx';
import { TokensSection } from './TokensSection.tsx';

/** One's own account: what nobody else can change. */
export default function Profile() {
  const translate = useTranslate();
  return (
    <>
      <Title title={translate('profile.title')} />
      <Sections />
    </>
  );
}

function Sections() {
  const [session, factor, sessions, tokens] = [useSession(), useSecondFactor(), useSessions(), useTokens()];
  const failure = [session, factor, sessions, tokens].find(({ error }) => error !== null)?.error;
  if (failure !== undefined) return <Failure error={failure} />;
  if (session.data === undefined || factor.data === undefined || sessions.data === undefined || tokens.data === undefined) return <Loading />;
  return (
    <Stack spacing={2} sx={{ maxWidth: 820, width: '100%', pt: 1 }}>
      <AccountSection session={session.data} />
      <LookSection />
      <PasswordSection session={session.data} />
      <SecondFactorSection session={session.data} factor={factor.data} />
      <SessionsSection sessions={sessions.data} />
      <TokensSection session={session.data} tokens={tokens.data} second={factor.data.enabled} />
    </Stack>
  );
}
