import { Box, Divider, Typography } from '@mui/material';
import { DateInput, maxLength, required, SelectInput, TextInput, useTranslate } from 'react-admin';
import { useReading } from '../saving/Reading.ts';
import { LinksInput } from './LinksInput.tsx';
import { RatingInput } from './RatingInput.tsx';
import { filmTypes } from './types.ts';

/** The inputs of a film: its own fields, its genres, and its people by role. */
export function FilmForm() {
  const translate = useTranslate();
  const reading = useReading();
  return (
    <>
      <TextInput source="title" {...reading} validate={[required(), maxLength(1000)]} />
      <Box sx={{ display: 'grid', columnGap: 2, gridTemplateColumns: { xs: '1fr 1fr', md: 'repeat(4, 1fr)' } }}>
        <SelectInput source="type" {...reading} choices={filmTypes} validate={required()} />
        <DateInput source="creation_date" {...reading} parse={emptyIsNull} />
        <RatingInput source="rating" />
        <TextInput source="certificate" {...reading} parse={emptyIsNull} validate={maxLength(1000)} />
      </Box>
      <TextInput source="description" {...reading} parse={emptyIsNull} multiline minRows={3} maxRows={14} validate={maxLength(20000)} />
      <TextInput source="file_path" {...reading} parse={emptyIsNull} validate={maxLength(1000)} />
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
