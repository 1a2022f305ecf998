import { Box, useTheme } from '@mui/material';
import { useLocaleState } from 'react-admin';
import { type Bar, labelled, share } from './charts.ts';

const height = 100;

/** Columns side by side, as wide as there is room. A picture with a name; its numbers are in the table beside it. */
export function Columns({ bars, label }: { bars: readonly Bar[]; label: string }) {
  const theme = useTheme();
  const [locale] = useLocaleState();
  const numbers = new Intl.NumberFormat(locale);
  const greatest = Math.max(0, ...bars.map(({ count }) => count));
  const names = labelled(bars, 11);
  return (
    <Box role="img" aria-label={label}>
      <Box component="svg" viewBox={`0 0 ${bars.length} ${height}`} preserveAspectRatio="none" sx={{ display: 'block', width: '100%', height: 168 }}>
        {[25, 50, 75].map((y) => (
          <line key={y} x1={0} x2={bars.length} y1={y} y2={y} stroke={theme.palette.divider} vectorEffect="non-scaling-stroke" />
        ))}
        {bars.map(({ key, label: name, count }, at) => {
          const tall = share(count, greatest);
          return (
            <rect key={key} x={at + 0.1} width={0.8} y={height - tall} height={tall} fill={theme.palette.primary.main}>
              <title>{`${name}: ${numbers.format(count)}`}</title>
            </rect>
          );
        })}
        <line x1={0} x2={bars.length} y1={height} y2={height} stroke={theme.palette.text.secondary} vectorEffect="non-scaling-stroke" />
      </Box>
      <Box sx={{ position: 'relative', height: '1.5em', mt: 0.5, typography: 'caption', color: 'text.secondary' }}>
        {bars.map(
          ({ key, label: name, tick }, at) =>
            names.has(at) && (
              <Box key={key} component="span" sx={{ position: 'absolute', left: `${((at + 0.5) / bars.length) * 100}%`, transform: 'translateX(-50%)', whiteSpace: 'nowrap' }}>
                {tick ?? name}
              </Box>
            ),
        )}
      </Box>
    </Box>
  );
}
