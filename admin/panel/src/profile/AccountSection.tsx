import { Box, Typography } from '@mui/material';
import { useTranslate } from 'react-admin';
import type { Session } from '../api/types.ts';
import { Section } from '../ui/Section.tsx';

/** Who one is, and what one may do. */
export function AccountSection({ session }: { session: Session }) {
  const translate = useTranslate();
  return (
    <Section title={translate('profile.account.title')}>
      <Box component="dl" sx={{ m: 0, display: 'grid', gridTemplateColumns: 'max-content 1fr', columnGap: 3, rowGap: 1 }}>
        <Typography component="dt" sx={{ color: 'text.secondary' }}>
          {translate('profile.account.name')}
        </Typography>
        <Typography component="dd" sx={{ m: 0, fontWeight: 'fontWeightMedium', overflowWrap: 'anywhere' }}>
          {session.name}
        </Typography>
        <Typography component="dt" sx={{ color: 'text.secondary' }}>
          {translate('profile.account.role')}
        </Typography>
        <Typography component="dd" sx={{ m: 0 }}>
          <Box component="span" sx={{ fontWeight: 'fontWeightMedium' }}>
            {translate(`roles.${session.role}.name`)}
          </Box>
          <Box component="span" sx={{ display: 'block', color: 'text.secondary' }}>
            {translate(`roles.${session.role}.may`)}
          </Box>
        </Typography>
      </Box>
    </Section>
  );
}
