import { Box, Typography } from '@mui/material';
import { useLocaleState, useTranslate } from 'react-admin';
import { isLinks, isNothing } from '../saving/values.ts';

interface FieldValueProps {
  field: string;
  value: unknown;
}

/** A value of a record's field as people read it; a word where there is none. */
export function FieldValue({ field, value }: FieldValueProps) {
  const translate = useTranslate();
  const [locale] = useLocaleState();
  if (isNothing(value)) {
    return (
      <Typography component="span" variant="body2" sx={{ color: 'text.secondary', fontStyle: 'italic' }}>
        {translate('saving.nothing')}
      </Typography>
    );
  }
  return (
    <Box component="span" sx={{ typography: 'body2', overflowWrap: 'anywhere', whiteSpace: 'pre-line' }}>
      {inWords(field, value, locale, translate)}
    </Box>
  );
}

function inWords(field: string, value: unknown, locale: string, translate: (key: string) => string): string {
  if (isLinks(value)) return value.map(({ id, name }) => name ?? id).join(', ');
  if (field === 'type' && typeof value === 'string') return translate(`resources.films.types.${value}`);
  if (typeof value === 'number') return new Intl.NumberFormat(locale).format(value);
  if (typeof value === 'string') return /^\d{4}-\d{2}-\d{2}$/.test(value) ? dayInWords(value, locale) : value;
  return JSON.stringify(value);
}

/** A day without a time is the same day everywhere. */
const dayInWords = (day: string, locale: string): string => new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone: 'UTC' }).format(new Date(day));
