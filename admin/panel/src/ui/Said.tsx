import { Box } from '@mui/material';

/** What changes by itself, told to who does not see it. Stays in the page; what it holds is told when it changes. */
export function Said({ children }: { children: string }) {
  return (
    <Box
      role="status"
      sx={{ position: 'absolute', width: '1px', height: '1px', m: '-1px', p: 0, overflow: 'hidden', clip: 'rect(0 0 0 0)', whiteSpace: 'nowrap', border: 0 }}
    >
      {children}
    </Box>
  );
}
