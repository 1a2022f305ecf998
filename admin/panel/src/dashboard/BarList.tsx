import { Box, Link } from '@mui/material';
import { useLocaleState } from 'react-admin';
import { Link as RouterLink } from 'react-router-dom';
import { type Bar, share } from './charts.ts';

/** Names with their counts and bars of that length: a list that is its own table. */
export function BarList({ bars }: { bars: readonly Bar[] }) {
  const [locale] = useLocaleState();
  const numbers = new Intl.NumberFormat(locale);
  const greatest = Math.max(0, ...bars.map(({ count }) => count));
  return (
    <Box component="ul" sx={{ listStyle: 'none', p: 0, m: 0, display: 'grid', gap: 1.25 }}>
      {bars.map(({ key, label, count, to }) => (
        <li key={key}>
          <Box sx={{ display: 'flex', justifyContent: 'space-between', gap: 2, typography: 'body2' }}>
            {to === undefined ? (
              <span>{label}</span>
            ) : (
              <Link component={RouterLink} to={to} color="inherit" underline="hover" sx={{ overflowWrap: 'anywhere' }}>
                {label}
              </Link>
            )}
            <Box component="span" sx={{ fontWeight: 'fontWeightMedium' }}>
              {numbers.format(count)}
            </Box>
          </Box>
          <Box aria-hidden sx={{ height: 6, borderRadius: 3, bgcolor: 'action.hover', mt: 0.25 }}>
            <Box sx={{ height: '100%', borderRadius: 3, bgcolor: 'primary.main', width: `${share(count, greatest)}%` }} />
          </Box>
        </li>
      ))}
    </Box>
  );
}
