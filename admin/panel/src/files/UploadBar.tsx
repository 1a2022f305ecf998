import { Box, Button, LinearProgress, Typography } from '@mui/material';
import { useTranslate } from 'react-admin';
import type { Uploading } from './useUpload.ts';

interface UploadBarProps {
  uploading: Uploading;
  bytes: (value: number) => string;
  onCancel: () => void;
}

/** How far an upload is; once all was sent, the server still looks at it and puts it away. */
export function UploadBar({ uploading: { name, sent, of }, bytes, onCancel }: UploadBarProps) {
  const translate = useTranslate();
  const all = of > 0 && sent >= of;
  const far = of > 0 ? Math.min(100, Math.floor((100 * sent) / of)) : 0;
  return (
    <Box sx={{ mt: 1.5 }}>
      <Typography variant="body2" sx={{ overflowWrap: 'anywhere', mb: 0.5 }}>
        {all ? translate('files.keeping', { name }) : translate('files.progress', { name, sent: bytes(sent), of: bytes(of) })}
      </Typography>
      <Box sx={{ display: 'flex', gap: 1.5, alignItems: 'center' }}>
        <LinearProgress variant="determinate" value={far} aria-label={translate('files.sending', { name })} sx={{ flexGrow: 1 }} />
        <Button size="small" onClick={onCancel}>
          {translate('files.cancel')}
        </Button>
      </Box>
    </Box>
  );
}
