import { Autocomplete, TextField } from '@mui/material';
import { useGetList, useTranslate } from 'react-admin';
import type { Genre } from '../api/types.ts';

interface GenreChoiceProps {
  chosen: readonly string[];
  onChoose: (ids: string[]) => void;
}

/** Genres by name; there are few enough to have them all. */
export function GenreChoice({ chosen, onChoose }: GenreChoiceProps) {
  const translate = useTranslate();
  const { data = [], isPending } = useGetList<Genre>('genres', { pagination: { page: 1, perPage: 1000 }, sort: { field: 'name', order: 'ASC' } });
  return (
    <Autocomplete
      multiple
      options={data}
      loading={isPending}
      value={data.filter(({ id }) => chosen.includes(id))}
      getOptionLabel={({ name }) => name}
      getOptionKey={({ id }) => id}
      disableCloseOnSelect
      loadingText={translate('app.loading')}
      noOptionsText={translate('resources.genres.none.title')}
      openText={translate('ra.action.open')}
      closeText={translate('ra.action.close')}
      clearText={translate('ra.action.clear_input_value')}
      onChange={(_, genres) => {
        onChoose(genres.map(({ id }) => id));
      }}
      renderInput={(input) => <TextField {...input} label={translate('resources.films.fields.genres')} />}
    />
  );
}
