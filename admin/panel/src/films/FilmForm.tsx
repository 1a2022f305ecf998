import { Box, Divider, Typography } from '@mui/material';
import { DateInput, maxLength, maxValue, minValue, NumberInput, required, SelectInput, TextInput, useTranslate } from 'react-admin';
import { LinksInput } from './LinksInput.tsx';
import { filmTypes } from './types.ts';

/** The inputs of a film: its own fields, its genres, and its people by role. */
export function FilmForm() {
  const translate = useTranslate();
  return (
    <>
      <TextInput source="title" validate={[required(), maxLength(1000)]} />
      <Box sx={{ display: 'grid', columnGap: 2, gridTemplateColumns: { xs: '1fr 1fr', md: 'repeat(4, 1fr)' } }}>
        <SelectInput source="type" choices={filmTypes} validate={required()} />
        <DateInput source="creation_date" parse={emptyIsNull} />
        <NumberInput source="rating" step={0.1} min={0} max={10} validate={[minValue(0), maxValue(10)]} />
        <TextInput source="certificate" parse={emptyIsNull} validate={maxLength(1000)} />
      </Box>
      <TextInput source="description" parse={emptyIsNull} multiline minRows={3} maxRows={14} validate={maxLength(20000)} />
      <TextInput source="file_path" parse={emptyIsNull} validate={maxLength(1000)} />
      <Divider sx={{ my: 2 }} />
      <LinksInput source="genres" resource="genres" />
      <Divider sx={{ my: 2 }} />
      <Typography variant="h2" component="h2" sx={{ mb: 1.5 }}>
        {translate('saving.people')}
      </Typography>
      <Box sx={{ display: 'grid', gap: 3, gridTemplateColumns: { xs: '1fr', md: 'repeat(3, minmax(0, 1fr))' } }}>
        <LinksInput source="actors" resource="persons" />
        <LinksInput source="directors" resource="persons" />
        <LinksInput source="writers" resource="persons" />
      </Box>
    </>
  );
}

const emptyIsNull = (value: string): string | null => (value === '' ? null : value);
