import AddIcon from '@mui/icons-material/NewLabelOutlined';
import RemoveIcon from '@mui/icons-material/LabelOffOutlined';
import TypeIcon from '@mui/icons-material/MovieOutlined';
import { FormControlLabel, Radio, RadioGroup, Typography } from '@mui/material';
import { useState } from 'react';
import { useListContext, useTranslate } from 'react-admin';
import { BulkButton } from '../lists/BulkButton.tsx';
import { BulkDelete } from '../lists/BulkDelete.tsx';
import { BulkDialog } from '../lists/BulkDialog.tsx';
import { useBulk } from '../lists/useBulk.ts';
import { GenreChoice } from './GenreChoice.tsx';
import { filmTypes } from './types.ts';

/** What can be done with many films. */
export function FilmActions() {
  const translate = useTranslate();
  return (
    <>
      <BulkButton label={translate('resources.films.bulk.type')} icon={TypeIcon}>
        {(close) => <TypeDialog onClose={close} />}
      </BulkButton>
      <BulkButton label={translate('resources.films.bulk.add_genres')} icon={AddIcon}>
        {(close) => <GenresDialog member="add_genres" onClose={close} />}
      </BulkButton>
      <BulkButton label={translate('resources.films.bulk.remove_genres')} icon={RemoveIcon}>
        {(close) => <GenresDialog member="remove_genres" onClose={close} />}
      </BulkButton>
      <BulkDelete />
    </>
  );
}

function TypeDialog({ onClose }: { onClose: () => void }) {
  const translate = useTranslate();
  const { selectedIds } = useListContext();
  const bulk = useBulk(onClose);
  const [type, setType] = useState('');
  return (
    <BulkDialog
      title={translate('resources.films.bulk.type_title', { smart_count: selectedIds.length })}
      action={translate('resources.films.bulk.change', { smart_count: selectedIds.length })}
      bulk={bulk}
      ready={type !== ''}
      onConfirm={() => void bulk.run({ verb: 'update', body: { set: { type } }, done: 'changed' })}
      onClose={onClose}
    >
      <RadioGroup
        aria-label={translate('resources.films.fields.type')}
        value={type}
        onChange={(_, value) => {
          setType(value);
        }}
      >
        {filmTypes.map(({ id, name }) => (
          <FormControlLabel key={id} value={id} control={<Radio />} label={translate(name)} />
        ))}
      </RadioGroup>
    </BulkDialog>
  );
}

function GenresDialog({ member, onClose }: { member: 'add_genres' | 'remove_genres'; onClose: () => void }) {
  const translate = useTranslate();
  const { selectedIds } = useListContext();
  const bulk = useBulk(onClose);
  const [genres, setGenres] = useState<string[]>([]);
  return (
    <BulkDialog
      title={translate(`resources.films.bulk.${member}_title`, { smart_count: selectedIds.length })}
      action={translate('resources.films.bulk.change', { smart_count: selectedIds.length })}
      bulk={bulk}
      ready={genres.length > 0}
      onConfirm={() => void bulk.run({ verb: 'update', body: { [member]: genres }, done: 'changed' })}
      onClose={onClose}
    >
      <Typography variant="body2" sx={{ color: 'text.secondary', mb: 1 }}>
        {translate(`resources.films.bulk.${member}_text`)}
      </Typography>
      <GenreChoice chosen={genres} onChoose={setGenres} />
    </BulkDialog>
  );
}
