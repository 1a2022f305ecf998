import { Box, Typography } from '@mui/material';
import type { ReactNode } from 'react';

interface NoticeProps {
  title: string;
  children?: ReactNode;
  /** What to do about it: buttons. */
  action?: ReactNode;
}

/** What stands where there is nothing else to see: two waves, a line, a sentence, and what to do. */
export function Notice({ title, children, action }: NoticeProps) {
  return (
    <Box sx={{ display: 'grid', justifyItems: 'center', gap: 1.5, textAlign: 'center', px: 2, py: { xs: 6, md: 10 } }}>
      <Box component="svg" viewBox="0 0 64 26" aria-hidden sx={{ width: 72, fill: 'none', strokeWidth: 3, strokeLinecap: 'round' }}>
        <Box component="path" d="M3 6c7 0 7 6 14.5 6S24.5 6 32 6s7.5 6 14.5 6S54 6 61 6" sx={{ color: 'primary.main' }} stroke="currentColor" />
        <Box component="path" d="M3 17c7 0 7 6 14.5 6s7-6 14.5-6 7.5 6 14.5 6 7.5-6 14.5-6" sx={{ color: 'secondary.main' }} stroke="currentColor" />
      </Box>
      <Typography variant="h2">{title}</Typography>
      {children !== undefined && (
        <Typography component="div" sx={{ color: 'text.secondary', maxWidth: '52ch' }}>
          {children}
        </Typography>
      )}
      {action}
    </Box>
  );
}
