import BadIcon from '@mui/icons-material/ErrorOutlineOutlined';
import BusyIcon from '@mui/icons-material/AutorenewOutlined';
import GoodIcon from '@mui/icons-material/CheckCircleOutlined';
import IdleIcon from '@mui/icons-material/PauseCircleOutlined';
import OldIcon from '@mui/icons-material/HistoryOutlined';
import WarningIcon from '@mui/icons-material/WarningAmberOutlined';
import { Box, Typography } from '@mui/material';
import { useTranslate } from 'react-admin';
import type { Condition } from './condition.ts';
import { useFigures } from './useFigures.ts';
import { useStream } from './useStream.ts';

const icons = { good: GoodIcon, busy: BusyIcon, warning: WarningIcon, bad: BadIcon, idle: IdleIcon, old: OldIcon };
const colours = { good: 'success.main', busy: 'info.main', warning: 'warning.main', bad: 'error.main', idle: 'text.secondary', old: 'text.secondary' };

interface MarkProps {
  condition: Condition;
  /** It holds now, whether the stream is heard or not. */
  certain?: boolean;
}

/** How something is, or was when the stream was heard last: a sign and its words. */
export function Mark({ condition, certain = false }: MarkProps) {
  const translate = useTranslate();
  const { live } = useStream();
  const { duration } = useFigures();
  const { seconds, values } = condition;
  const tone = live || certain ? condition.tone : 'old';
  const Icon = icons[tone];
  return (
    <Box component="span" sx={{ display: 'inline-flex', alignItems: 'flex-start', gap: 0.75, color: colours[tone] }}>
      <Icon fontSize="small" aria-hidden sx={{ mt: '1px' }} />
      <Typography component="span" variant="body2" sx={{ fontWeight: 'fontWeightMedium' }}>
        {translate(`operations.condition.${condition.word}`, seconds === undefined ? values : { ...values, time: duration(Math.floor(seconds)) })}
      </Typography>
    </Box>
  );
}
