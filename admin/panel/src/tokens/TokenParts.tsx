import { Chip, Stack } from '@mui/material';
import { useTranslate } from 'react-admin';
import type { Token } from '../api/types.ts';
import { Facts } from '../ui/Facts.tsx';
import { Moment } from '../ui/Moment.tsx';
import { stateOf } from './state.ts';

/** What a token may do. */
export function TokenScopes({ token }: { token: Token }) {
  const translate = useTranslate();
  return (
    <Stack direction="row" component="span" sx={{ display: 'inline-flex', flexWrap: 'wrap', gap: 0.5 }}>
      {token.scopes.map((scope) => (
        <Chip key={scope} component="span" size="small" variant="outlined" label={translate(`tokens.scopes.${scope}`)} />
      ))}
    </Stack>
  );
}

/** Nothing for one that is valid: that is the ordinary. */
export function TokenOver({ token }: { token: Token }) {
  const translate = useTranslate();
  const state = stateOf(token, new Date());
  if (state === 'valid') return null;
  return <Chip component="span" size="small" color={state === 'revoked' ? 'error' : 'default'} variant="outlined" label={translate(`tokens.state.${state}`)} />;
}

/** "made 3 May 2026 · last used … · valid until …", with the owner before it where it is given. */
export function TokenDates({ token, owner }: { token: Token; owner?: string | undefined }) {
  const translate = useTranslate();
  const until = new Date(token.expires) > new Date() ? 'until' : 'over';
  return (
    <Facts>
      {owner}
      <>
        {translate('tokens.dates.made')} <Moment value={token.created} day />
      </>
      {token.used === null ? (
        translate('tokens.dates.unused')
      ) : (
        <>
          {translate('tokens.dates.used')} <Moment value={token.used} />
        </>
      )}
      <>
        {translate(`tokens.dates.${until}`)} <Moment value={token.expires} day />
      </>
    </Facts>
  );
}
