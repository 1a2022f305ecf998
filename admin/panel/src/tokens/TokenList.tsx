import { Box, Button, type Theme, useMediaQuery } from '@mui/material';
import { DataTable, List, useListContext, useRefresh, useTranslate } from 'react-admin';
import { Link } from 'react-router-dom';
import type { Token } from '../api/types.ts';
import { Empty, NoneFits } from '../ui/Empty.tsx';
import { ListPages } from '../ui/ListPages.tsx';
import { Moment } from '../ui/Moment.tsx';
import { RevokeToken } from './RevokeToken.tsx';
import { TokenOver, TokenScopes } from './TokenParts.tsx';
import { TokenRows } from './TokenRows.tsx';

const place = '/api/admin/tokens';

/** The API tokens of all users, the newest first. */
export default function TokenList() {
  const narrow = useMediaQuery((theme: Theme) => theme.breakpoints.down('md'));
  return (
    <List sort={{ field: 'created', order: 'DESC' }} perPage={25} empty={<Empty action={<ToProfile />} />} actions={false} pagination={<ListPages />}>
      {narrow ? <Narrow /> : <Wide />}
    </List>
  );
}

/** Tokens are one's own: nobody makes them for others. */
function ToProfile() {
  const translate = useTranslate();
  return (
    <Button variant="contained" component={Link} to="/profile">
      {translate('tokens.to_profile')}
    </Button>
  );
}

function Wide() {
  const translate = useTranslate();
  const refresh = useRefresh();
  return (
    <DataTable<Token> empty={<NoneFits />} bulkActionButtons={false} rowClick={false}>
      <DataTable.Col<Token>
        source="name"
        disableSort
        render={(token) => (
          <Box component="span" sx={{ display: 'inline-flex', flexWrap: 'wrap', alignItems: 'center', columnGap: 1, rowGap: 0.5, fontWeight: 'fontWeightMedium' }}>
            {token.name}
            <TokenOver token={token} />
          </Box>
        )}
      />
      <DataTable.Col<Token> source="user" disableSort />
      <DataTable.Col<Token> source="scopes" disableSort render={(token) => <TokenScopes token={token} />} />
      <DataTable.Col<Token> source="created" disableSort render={(token) => <Moment value={token.created} day />} />
      <DataTable.Col<Token> source="used" disableSort render={(token) => (token.used === null ? translate('tokens.never') : <Moment value={token.used} />)} />
      <DataTable.Col<Token> source="expires" disableSort render={(token) => <Moment value={token.expires} day />} />
      <DataTable.Col<Token> label="tokens.column" disableSort align="right" render={(token) => <RevokeToken token={token} place={place} onRevoked={refresh} />} />
    </DataTable>
  );
}

function Narrow() {
  const refresh = useRefresh();
  const { data = [], isPending } = useListContext<Token>();
  if (isPending) return null;
  return data.length === 0 ? <NoneFits /> : <TokenRows tokens={data} place={place} onRevoked={refresh} owners />;
}
