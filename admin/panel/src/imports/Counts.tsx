import { Box, Typography } from '@mui/material';
import { useTranslate } from 'react-admin';
import { useNumber } from '../ui/numbers.ts';

/** What becomes of rows, in numbers. */
export function Counts({ counts }: { counts: Partial<Record<'created' | 'updated' | 'unchanged' | 'faulty', number>> }) {
  const translate = useTranslate();
  const number = useNumber();
  return (
    <Box component="dl" sx={{ display: 'flex', flexWrap: 'wrap', gap: 4, my: 2 }}>
      {Object.entries(counts).map(([name, count]) => (
        <Box key={name} sx={{ display: 'flex', flexDirection: 'column-reverse' }}>
          <Typography component="dt" variant="caption" sx={{ color: 'text.secondary' }}>
            {translate(`imports.counts.${name}`)}
          </Typography>
          <Typography component="dd" variant="h1" sx={{ m: 0, color: name === 'faulty' && count > 0 ? 'error.main' : undefined }}>
            {number(count)}
          </Typography>
        </Box>
      ))}
    </Box>
  );
}
