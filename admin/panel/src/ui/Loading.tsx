import { Box, LinearProgress } from '@mui/material';
import { useTranslate } from 'react-admin';

/** While something is on its way: a quiet line, shown only where that takes long enough to be seen; at once (`now`) where nothing else is. */
export function Loading({ now = false }: { now?: boolean }) {
  const translate = useTranslate();
  return (
    <Box
      sx={{
        py: 6,
        mx: 'auto',
        maxWidth: 280,
        animation: now ? undefined : 'walcast-appear 0.3s 0.4s both',
        '@keyframes walcast-appear': { from: { opacity: 0 }, to: { opacity: 1 } },
      }}
    >
      <LinearProgress aria-label={translate('app.loading')} />
    </Box>
  );
}
