import { Box, LinearProgress } from '@mui/material';
import { useTranslate } from 'react-admin';

/** While a page's chunk or the session is on its way: a quiet line, shown only where it takes long enough to be seen. */
export function Loading() {
  const translate = useTranslate();
  return (
    <Box
      sx={{
        py: 6,
        mx: 'auto',
        maxWidth: 280,
        animation: 'walcast-appear 0.3s 0.4s both',
        '@keyframes walcast-appear': { from: { opacity: 0 }, to: { opacity: 1 } },
      }}
    >
      <LinearProgress aria-label={translate('app.loading')} />
    </Box>
  );
}
