import { Box, List as MuiList, ListItem, ListItemText, type Theme, useMediaQuery } from '@mui/material';
import { DataTable, FilterButton, List, SearchInput, SelectInput, TopToolbar, useListContext, useTranslate } from 'react-admin';
import type { User } from '../api/types.ts';
import { NoneFits } from '../ui/Empty.tsx';
import { ListPages } from '../ui/ListPages.tsx';
import { Moment } from '../ui/Moment.tsx';
import { AddUser } from './AddUser.tsx';
import { roleChoices } from './roles.ts';
import { UserActions } from './UserActions.tsx';
import { UserState } from './UserState.tsx';

const states = [
  { id: 'false', name: 'users.state.enabled' },
  { id: 'true', name: 'users.state.disabled' },
];

const filters = [
  <SearchInput key="q" source="q" alwaysOn slotProps={{ htmlInput: { maxLength: 150 } }} />,
  <SelectInput key="role" source="role" choices={roleChoices} />,
  <SelectInput key="disabled" source="disabled" choices={states} />,
];

export default function UserList() {
  const narrow = useMediaQuery((theme: Theme) => theme.breakpoints.down('sm'));
  return (
    <List
      filters={filters}
      sort={{ field: 'name', order: 'ASC' }}
      perPage={25}
      empty={false}
      pagination={<ListPages />}
      actions={
        <TopToolbar>
          <FilterButton />
          <AddUser />
        </TopToolbar>
      }
    >
      {narrow ? <Narrow /> : <Wide />}
    </List>
  );
}

function Wide() {
  const translate = useTranslate();
  return (
    <DataTable<User> empty={<NoneFits />} bulkActionButtons={false} rowClick={false}>
      <DataTable.Col<User>
        source="name"
        render={(user) => (
          <Box component="span" sx={{ display: 'inline-flex', flexWrap: 'wrap', alignItems: 'center', columnGap: 1, rowGap: 0.5, fontWeight: 'fontWeightMedium' }}>
            {user.name}
            <UserState user={user} />
          </Box>
        )}
      />
      <DataTable.Col<User> source="role" render={(user) => translate(`roles.${user.role}.name`)} />
      <DataTable.Col<User> source="second_factor" disableSort render={(user) => translate(`users.has.${user.second_factor}`)} />
      <DataTable.Col<User> source="signed_in" render={(user) => <LastSignIn user={user} />} />
      <DataTable.Col<User> source="created" render={(user) => <Moment value={user.created} day />} />
      <DataTable.Col<User> label="users.column" disableSort align="right" render={(user) => <UserActions user={user} />} />
    </DataTable>
  );
}

function Narrow() {
  const translate = useTranslate();
  const { data = [], isPending } = useListContext<User>();
  if (isPending) return null;
  if (data.length === 0) return <NoneFits />;
  return (
    <MuiList disablePadding>
      {data.map((user, at) => (
        <ListItem key={user.id} divider={at < data.length - 1} secondaryAction={<UserActions user={user} />}>
          <ListItemText
            primary={
              <>
                {user.name} <UserState user={user} />
              </>
            }
            secondary={
              <>
                {translate(`roles.${user.role}.name`)} · <LastSignIn user={user} />
              </>
            }
          />
        </ListItem>
      ))}
    </MuiList>
  );
}

function LastSignIn({ user }: { user: User }) {
  const translate = useTranslate();
  return user.signed_in === null ? translate('users.never') : <Moment value={user.signed_in} />;
}
