import CopyIcon from '@mui/icons-material/ContentCopyOutlined';
import DownloadIcon from '@mui/icons-material/FileDownloadOutlined';
import { Box, Button, Stack, Typography } from '@mui/material';
import { useRef, useState } from 'react';
import { useTranslate } from 'react-admin';

interface ShownOnceProps {
  label: string;
  secrets: string[];
  file?: string | undefined;
}

/** Secrets to be copied, or kept in a file. */
export function ShownOnce({ label, secrets, file }: ShownOnceProps) {
  const translate = useTranslate();
  const text = useRef<HTMLElement>(null);
  const [said, say] = useState('');

  const copy = async () => {
    try {
      await navigator.clipboard.writeText(secrets.join('\n'));
      say(translate('once.copied'));
    } catch {
      // Over plain HTTP, or where the browser does not allow it: the keyboard still can.
      if (text.current !== null) window.getSelection()?.selectAllChildren(text.current);
      say(translate('once.selected'));
    }
  };

  return (
    <Stack spacing={1}>
      <Typography variant="overline" sx={{ color: 'text.secondary' }}>
        {label}
      </Typography>
      <Box
        ref={text}
        component="code"
        sx={{
          p: 1.5,
          borderRadius: 1,
          bgcolor: 'background.default',
          border: 1,
          borderColor: 'divider',
          fontFamily: 'monospace',
          fontSize: '1rem',
          overflowWrap: 'anywhere',
          display: 'grid',
          gridTemplateColumns: secrets.length > 1 ? { xs: '1fr', sm: '1fr 1fr' } : '1fr',
          columnGap: 3,
        }}
      >
        {secrets.map((secret) => (
          <span key={secret}>{secret}</span>
        ))}
      </Box>
      <Stack direction="row" spacing={1} sx={{ alignItems: 'center', flexWrap: 'wrap' }}>
        <Button startIcon={<CopyIcon />} onClick={() => void copy()}>
          {translate('once.copy')}
        </Button>
        {file !== undefined && (
          <Button
            startIcon={<DownloadIcon />}
            onClick={() => {
              download(file, secrets.join('\n') + '\n');
            }}
          >
            {translate('once.download')}
          </Button>
        )}
        <Typography role="status" variant="caption" sx={{ color: 'text.secondary' }}>
          {said}
        </Typography>
      </Stack>
    </Stack>
  );
}

function download(name: string, text: string): void {
  const address = URL.createObjectURL(new Blob([text], { type: 'text/plain' }));
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  URL.revokeObjectURL(address);
}
