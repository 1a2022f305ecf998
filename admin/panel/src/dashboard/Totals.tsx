import { Box, Card, CardActionArea, Typography } from '@mui/material';
import { useLocaleState, useTranslate } from 'react-admin';
import { Link } from 'react-router-dom';
import type { Statistics } from '../api/types.ts';

const kinds = ['films', 'persons', 'genres'] as const;

/** How many there are of each; each leads to its list. */
export function Totals({ statistics }: { statistics: Statistics }) {
  const translate = useTranslate();
  const [locale] = useLocaleState();
  return (
    <Box sx={{ display: 'grid', gap: { xs: 1, sm: 2 }, gridTemplateColumns: 'repeat(3, minmax(0, 1fr))' }}>
      {kinds.map((kind) => (
        <Card key={kind}>
          <CardActionArea component={Link} to={`/${kind}`} sx={{ px: { xs: 1.5, sm: 2.5 }, py: { xs: 1.25, sm: 2 } }}>
            <Typography component="span" sx={{ display: 'block', fontSize: { xs: '1.5rem', sm: '2rem' }, fontWeight: 600, lineHeight: 1.15, letterSpacing: '-0.02em' }}>
              {new Intl.NumberFormat(locale).format(statistics[kind])}
            </Typography>
            <Typography component="span" variant="body2" sx={{ color: 'text.secondary' }}>
              {translate(`dashboard.count.${kind}`, { smart_count: statistics[kind] })}
            </Typography>
          </CardActionArea>
        </Card>
      ))}
    </Box>
  );
}
