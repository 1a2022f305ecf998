import HeldIcon from '@mui/icons-material/PauseCircleOutlined';
import SavedIcon from '@mui/icons-material/ScheduleOutlined';
import FoundIcon from '@mui/icons-material/CheckCircleOutlined';
import type { Mark } from './saves.ts';

/** Beside words that say the same. */
export function MarkIcon({ mark }: { mark: Mark }) {
  if (mark.state === 'saved') return <SavedIcon fontSize="small" aria-hidden sx={{ color: 'secondary.main' }} />;
  if (mark.state === 'held') return <HeldIcon fontSize="small" aria-hidden sx={{ color: 'warning.main' }} />;
  return <FoundIcon fontSize="small" aria-hidden sx={{ color: 'success.main' }} />;
}
