import { Box } from '@mui/material';
import { useLocaleState } from 'react-admin';

/** A point in time, of the server's "2026-11-21T20:15:00Z", in the chosen language and the browser's time zone. */
export function Moment({ value, day = false }: { value: string; day?: boolean }) {
  const [locale] = useLocaleState();
  const date = new Date(value);
  const full = date.toLocaleString(locale, { dateStyle: 'long', timeStyle: 'medium' });
  const shown = day ? date.toLocaleDateString(locale, { dateStyle: 'medium' }) : date.toLocaleString(locale, { dateStyle: 'medium', timeStyle: 'short' });
  return (
    <Box component="time" dateTime={value} title={full} sx={{ whiteSpace: 'nowrap' }}>
      {shown}
    </Box>
  );
}
