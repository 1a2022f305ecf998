import { Box, LinearProgress, Typography } from '@mui/material';

interface MeterProps {
  label: string;
  /** Percent; undefined: how much is to be done is not known. */
  value: number | undefined;
  text: string;
  tone?: 'primary' | 'warning' | 'error';
}

/** A bar with its words. */
export function Meter({ label, value, text, tone = 'primary' }: MeterProps) {
  return (
    <Box>
      {value !== undefined && <LinearProgress variant="determinate" value={value} color={tone} aria-label={label} aria-valuetext={text} sx={{ height: 6, borderRadius: 3, mb: 0.75 }} />}
      <Typography variant="caption" component="p" sx={{ color: 'text.secondary' }}>
        {text}
      </Typography>
    </Box>
  );
}
