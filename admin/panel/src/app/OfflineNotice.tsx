import { Alert, Box } from '@mui/material';
import { useSyncExternalStore } from 'react';
import { useTranslate } from 'react-admin';

/** Says that the browser has no connection, as long as it has none. */
export function OfflineNotice() {
  const translate = useTranslate();
  const online = useSyncExternalStore(listen, () => navigator.onLine);
  return (
    <Box role="status">
      {!online && (
        <Alert severity="warning" role="presentation" sx={{ mb: 1.5 }}>
          {translate('app.offline')}
        </Alert>
      )}
    </Box>
  );
}

function listen(changed: () => void): () => void {
  window.addEventListener('online', changed);
  window.addEventListener('offline', changed);
  return () => {
    window.removeEventListener('online', changed);
    window.removeEventListener('offline', changed);
  };
}
