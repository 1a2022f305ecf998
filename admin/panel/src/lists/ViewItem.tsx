import DeleteIcon from '@mui/icons-material/DeleteOutlined';
import RenameIcon from '@mui/icons-material/EditOutlined';
import StarIcon from '@mui/icons-material/Star';
import NoStarIcon from '@mui/icons-material/StarBorder';
import { IconButton, ListItem, ListItemButton, ListItemText, TextField } from '@mui/material';
import { type ReactNode, useState } from 'react';
import { useTranslate } from 'react-admin';
import { useListSetup } from './ListSetup.ts';
import { deletedView, longestName, presetView, renamedView, type View } from './views.ts';

interface ViewItemProps {
  view: View;
  shown: boolean;
  onShow: () => void;
}

export function ViewItem({ view: { name }, shown, onShow }: ViewItemProps) {
  const translate = useTranslate();
  const { choice, keep } = useListSetup();
  const [renaming, setRenaming] = useState(false);
  const preset = choice.preset === name;
  if (renaming) {
    return (
      <Rename
        name={name}
        onDone={() => {
          setRenaming(false);
        }}
      />
    );
  }
  return (
    <ListItem disablePadding>
      <ListItemButton selected={shown} onClick={onShow} sx={{ borderRadius: 1 }}>
        <ListItemText primary={name} secondary={preset ? translate('lists.views.preset') : undefined} slotProps={{ primary: { noWrap: true } }} />
      </ListItemButton>
      <Act
        label={translate(preset ? 'lists.views.no_preset' : 'lists.views.make_preset', { name })}
        onPress={() => {
          keep((kept) => presetView(kept, name));
        }}
      >
        {preset ? <StarIcon fontSize="small" color="secondary" /> : <NoStarIcon fontSize="small" />}
      </Act>
      <Act
        label={translate('lists.views.rename', { name })}
        onPress={() => {
          setRenaming(true);
        }}
      >
        <RenameIcon fontSize="small" />
      </Act>
      <Act
        label={translate('lists.views.delete', { name })}
        onPress={() => {
          keep((kept) => deletedView(kept, name));
        }}
      >
        <DeleteIcon fontSize="small" />
      </Act>
    </ListItem>
  );
}

function Act({ label, onPress, children }: { label: string; onPress: () => void; children: ReactNode }) {
  return (
    <IconButton size="small" aria-label={label} title={label} onClick={onPress}>
      {children}
    </IconButton>
  );
}

function Rename({ name, onDone }: { name: string; onDone: () => void }) {
  const translate = useTranslate();
  const { choice, keep } = useListSetup();
  const [text, setText] = useState(name);
  const wanted = text.trim();
  const taken = wanted !== name && choice.views.some((view) => view.name === wanted);
  return (
    <ListItem disablePadding>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (wanted === '' || taken) return;
          keep((kept) => renamedView(kept, name, wanted));
          onDone();
        }}
      >
        <TextField
          label={translate('lists.views.new_name')}
          value={text}
          error={taken}
          helperText={taken ? translate('lists.views.taken') : translate('lists.views.enter')}
          slotProps={{ htmlInput: { maxLength: longestName, autoComplete: 'off' } }}
          onChange={(event) => {
            setText(event.target.value);
          }}
          onKeyDown={(event) => {
            if (event.key !== 'Escape') return;
            event.stopPropagation(); // the board stays open
            onDone();
          }}
        />
      </form>
    </ListItem>
  );
}
