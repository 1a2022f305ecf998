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
    <Box sx={{ display: 'grid', gap: 2, gridTemplateColumns: { xs: 'minmax(0, 1fr)', sm: 'repeat(3, minmax(0, 1fr))' } }}>
      {kinds.map((kind) => (
        <Card key={kind}>
          <CardActionArea component={Link} to={`/${kind}`} sx={{ px: 2.5, py: 2 }}>
            <Typography component="span" sx={{ display: 'block', fontSize: '2rem', fontWeight: 600, lineHeight: 1.15, letterSpacing: '-0.02em' }}>
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
