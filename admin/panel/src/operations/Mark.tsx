import BadIcon from '@mui/icons-material/ErrorOutlineOutlined';
import BusyIcon from '@mui/icons-material/AutorenewOutlined';
import GoodIcon from '@mui/icons-material/CheckCircleOutlined';
import IdleIcon from '@mui/icons-material/PauseCircleOutlined';
import WarningIcon from '@mui/icons-material/WarningAmberOutlined';
import { Box, Typography } from '@mui/material';
import { useTranslate } from 'react-admin';
import type { Condition } from './condition.ts';

const icons = { good: GoodIcon, busy: BusyIcon, warning: WarningIcon, bad: BadIcon, idle: IdleIcon };
const colours = { good: 'success.main', busy: 'info.main', warning: 'warning.main', bad: 'error.main', idle: 'text.secondary' };

/** How something is: a sign and its words. */
export function Mark({ condition }: { condition: Condition }) {
  const translate = useTranslate();
  const Icon = icons[condition.tone];
  return (
    <Box component="span" sx={{ display: 'inline-flex', alignItems: 'flex-start', gap: 0.75, color: colours[condition.tone] }}>
      <Icon fontSize="small" aria-hidden sx={{ mt: '1px' }} />
      <Typography component="span" variant="body2" sx={{ fontWeight: 'fontWeightMedium' }}>
        {translate(`operations.condition.${condition.word}`, condition.values)}
      </Typography>
    </Box>
  );
}
