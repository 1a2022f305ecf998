import { Box, List, ListItem, Typography } from '@mui/material';
import type { Token } from '../api/types.ts';
import { RevokeToken } from './RevokeToken.tsx';
import { TokenDates, TokenOver, TokenScopes } from './TokenParts.tsx';

interface TokenRowsProps {
  tokens: Token[];
  place: string;
  onRevoked: () => void;
  /** Whose it is, where they are of many. */
  owners?: boolean;
}

/** Tokens one below the other, for narrow places. */
export function TokenRows({ tokens, place, onRevoked, owners = false }: TokenRowsProps) {
  return (
    <List disablePadding>
      {tokens.map((token, at) => (
        <ListItem key={token.id} disableGutters={!owners} divider={at < tokens.length - 1} sx={{ gap: 2, justifyContent: 'space-between' }}>
          <Box sx={{ minWidth: 0 }}>
            <Box sx={{ display: 'flex', flexWrap: 'wrap', alignItems: 'center', columnGap: 1, rowGap: 0.5 }}>
              <Typography component="span" sx={{ fontWeight: 'fontWeightMedium', overflowWrap: 'anywhere' }}>
                {token.name}
              </Typography>
              <TokenScopes token={token} />
              <TokenOver token={token} />
            </Box>
            <Typography variant="body2" sx={{ color: 'text.secondary' }}>
              <TokenDates token={token} owner={owners ? token.user : undefined} />
            </Typography>
          </Box>
          <Box sx={{ flexShrink: 0 }}>
            <RevokeToken token={token} place={place} onRevoked={onRevoked} />
          </Box>
        </ListItem>
      ))}
    </List>
  );
}
