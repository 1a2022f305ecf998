import { Box, useTheme } from '@mui/material';
import { QRCodeSVG } from 'qrcode.react';

/** Dark on light in either theme: cameras want it so. */
export default function QrCode({ text, title }: { text: string; title: string }) {
  const { common } = useTheme().palette;
  return (
    <Box sx={{ lineHeight: 0, borderRadius: 1, overflow: 'hidden' }}>
      <QRCodeSVG value={text} title={title} size={200} level="M" marginSize={4} bgColor={common.white} fgColor={common.black} />
    </Box>
  );
}
