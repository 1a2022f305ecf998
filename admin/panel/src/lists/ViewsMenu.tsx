import ViewsIcon from '@mui/icons-material/BookmarkBorder';
import { Button, Divider, List, TextField, Typography } from '@mui/material';
import { useState } from 'react';
import { useListContext, useTranslate } from 'react-admin';
import { useNavigate } from 'react-router-dom';
import { useListSetup } from './ListSetup.ts';
import { MenuButton } from './MenuButton.tsx';
import { ViewItem } from './ViewItem.tsx';
import { sortOf } from './sort.ts';
import { useShown } from './useShown.ts';
import { longestName, mostViews, sameView, savedView, searchOf, type View } from './views.ts';

/** The saved views of a list: shown, renamed, deleted, opened with; and the present one saved by a name. */
export function ViewsMenu() {
  const translate = useTranslate();
  const navigate = useNavigate();
  const { choice, keep } = useListSetup();
  const { perPage } = useListContext();
  const now = usePresent();
  const shown = choice.views.find((view) => sameView(view, now));
  return (
    <MenuButton label={shown?.name ?? translate('lists.views.label')} icon={ViewsIcon}>
      {(close) => (
        <>
          {choice.views.length === 0 && (
            <Typography variant="body2" sx={{ px: 1.5, py: 1, color: 'text.secondary' }}>
              {translate('lists.views.none')}
            </Typography>
          )}
          <List dense disablePadding>
            {choice.views.map((view) => (
              <ViewItem
                key={view.name}
                view={view}
                shown={view === shown}
                onShow={() => {
                  void navigate({ search: searchOf(view, perPage) });
                  close();
                }}
              />
            ))}
          </List>
          <Divider sx={{ my: 1 }} />
          <SaveView
            onSave={(name) => {
              keep((kept) => savedView(kept, { ...now, name }));
            }}
          />
        </>
      )}
    </MenuButton>
  );
}

/** What is shown now, as a view without a name. */
function usePresent(): Omit<View, 'name'> {
  const [{ filter, keys, columns }] = useShown();
  const { field, order } = sortOf(keys);
  return { filter, sort: field, order, columns };
}

function SaveView({ onSave }: { onSave: (name: string) => void }) {
  const translate = useTranslate();
  const { choice } = useListSetup();
  const [name, setName] = useState('');
  const wanted = name.trim();
  const replaces = choice.views.some((view) => view.name === wanted);
  const full = choice.views.length >= mostViews && !replaces;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (wanted === '' || full) return;
        onSave(wanted);
        setName('');
      }}
    >
      <TextField
        label={translate('lists.views.name')}
        value={name}
        helperText={full ? translate('lists.views.full', { most: mostViews }) : replaces ? translate('lists.views.replaces') : ' '}
        slotProps={{ htmlInput: { maxLength: longestName, autoComplete: 'off' } }}
        onChange={(event) => {
          setName(event.target.value);
        }}
      />
      <Button type="submit" variant="contained" size="small" disabled={wanted === '' || full}>
        {translate('lists.views.save')}
      </Button>
    </form>
  );
}
