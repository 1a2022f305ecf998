import { Button, Typography } from '@mui/material';
import { useState } from 'react';
import { useTranslate } from 'react-admin';
import type { Session, Token } from '../api/types.ts';
import { MakeToken } from '../tokens/MakeToken.tsx';
import { TokenRows } from '../tokens/TokenRows.tsx';
import { Section } from '../ui/Section.tsx';
import { useRenewAccount } from './account.ts';

/** Those that are valid; the others on demand. */
export function TokensSection({ session, tokens, second }: { session: Session; tokens: Token[]; second: boolean }) {
  const translate = useTranslate();
  const renew = useRenewAccount();
  const [all, setAll] = useState(false);
  const valid = tokens.filter((token) => token.valid);
  const over = tokens.length - valid.length;
  const shown = all ? tokens : valid;
  return (
    <Section title={translate('profile.tokens.title')} text={translate('profile.tokens.text')} actions={<MakeToken session={session} second={second} onMade={renew} />}>
      {shown.length === 0 ? (
        <Typography sx={{ color: 'text.secondary' }}>{translate('profile.tokens.none')}</Typography>
      ) : (
        <TokenRows tokens={shown} place="/api/account/tokens" onRevoked={renew} />
      )}
      {over > 0 && !all && (
        <Button
          size="small"
          sx={{ mt: 1 }}
          onClick={() => {
            setAll(true);
          }}
        >
          {translate('profile.tokens.over', { smart_count: over })}
        </Button>
      )}
    </Section>
  );
}
