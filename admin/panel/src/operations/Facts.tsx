import { Box, Typography } from '@mui/material';
import type { ReactNode } from 'react';

export interface Fact {
  name: string;
  value: ReactNode;
  /** Smaller, below the value. */
  note?: ReactNode;
}

/** Names with values, as many in a line as there is room for. */
export function Facts({ facts, width = 128 }: { facts: Fact[]; width?: number }) {
  return (
    <Box component="dl" sx={{ m: 0, display: 'grid', gap: '12px 20px', gridTemplateColumns: `repeat(auto-fit, minmax(${width}px, 1fr))` }}>
      {facts.map(({ name, value, note }) => (
        <Box key={name} sx={{ minWidth: 0 }}>
          <Typography component="dt" variant="caption" sx={{ color: 'text.secondary' }}>
            {name}
          </Typography>
          <Typography component="dd" sx={{ m: 0, fontWeight: 'fontWeightMedium', overflowWrap: 'anywhere' }}>
            {value}
          </Typography>
          {note !== undefined && note !== null && (
            <Typography component="dd" variant="caption" sx={{ m: 0, color: 'text.secondary', display: 'block' }}>
              {note}
            </Typography>
          )}
        </Box>
      ))}
    </Box>
  );
}
