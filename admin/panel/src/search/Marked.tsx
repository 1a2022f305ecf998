import { Box } from '@mui/material';
import type { Piece } from './highlights.ts';

/** Text of which the words that were searched for stand out, by weight and underline beside the colour. */
export function Marked({ pieces }: { pieces: readonly Piece[] }) {
  return pieces.map(({ text, marked }, at) =>
    marked ? (
      <Box key={at} component="mark" sx={{ color: 'inherit', bgcolor: 'action.selected', fontWeight: 'fontWeightBold', textDecoration: 'underline', textUnderlineOffset: '0.2em' }}>
        {text}
      </Box>
    ) : (
      text
    ),
  );
}
