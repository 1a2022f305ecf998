import ArrowIcon from '@mui/icons-material/ExpandLessOutlined';
import SaveIcon from '@mui/icons-material/CheckOutlined';
import { Alert, Button, Menu, MenuItem, Stack, type Theme, useMediaQuery } from '@mui/material';
import { type ReactNode, useId, useState } from 'react';
import { useTranslate } from 'react-admin';
import type { After } from './useSaving.ts';

interface SaveBarProps {
  /** The id of the form: buttons in a menu stand outside of it. */
  form: string;
  busy: boolean;
  refusal: string | undefined;
  /** A record that is new cannot be saved as new. */
  isNew: boolean;
  /** At the end of the bar: deletion. */
  children?: ReactNode;
}

/** The ways to save, always in sight. Each is a submit button whose value says what follows; Enter takes the first. */
export function SaveBar({ form, busy, refusal, isNew, children }: SaveBarProps) {
  const translate = useTranslate();
  const narrow = useMediaQuery((theme: Theme) => theme.breakpoints.down('md'));
  const others: After[] = isNew ? ['stay', 'another'] : ['stay', 'another', 'copy'];
  return (
    <Stack
      spacing={1}
      sx={{ position: 'sticky', bottom: 0, zIndex: 2, px: 2.5, py: 1.5, borderTop: 1, borderColor: 'divider', bgcolor: 'background.paper', borderBottomLeftRadius: 8, borderBottomRightRadius: 8 }}
    >
      {refusal !== undefined && <Alert severity="error">{refusal}</Alert>}
      <Stack direction="row" spacing={1} useFlexGap sx={{ flexWrap: 'wrap', alignItems: 'center' }}>
        <Button type="submit" value="list" variant="contained" startIcon={<SaveIcon />} loading={busy} loadingPosition="start">
          {translate('saving.list')}
        </Button>
        {narrow ? (
          <Others form={form} others={others} busy={busy} />
        ) : (
          others.map((after) => (
            <Button key={after} type="submit" value={after} variant={after === 'stay' ? 'outlined' : 'text'} disabled={busy} title={after === 'stay' ? shortcut : undefined}>
              {translate(`saving.${after}`)}
            </Button>
          ))
        )}
        <Stack direction="row" sx={{ ml: 'auto' }}>
          {children}
        </Stack>
      </Stack>
    </Stack>
  );
}

const shortcut = /Mac|iPhone|iPad/.test(navigator.userAgent) ? '⌘S' : 'Ctrl+S';

function Others({ form, others, busy }: { form: string; others: After[]; busy: boolean }) {
  const translate = useTranslate();
  const id = useId();
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const close = () => {
    setAnchor(null);
  };
  return (
    <>
      <Button
        variant="outlined"
        disabled={busy}
        endIcon={<ArrowIcon />}
        aria-label={translate('saving.others')}
        aria-haspopup="menu"
        aria-controls={anchor === null ? undefined : id}
        aria-expanded={anchor !== null}
        onClick={({ currentTarget }) => {
          setAnchor(currentTarget);
        }}
      >
        {translate('saving.others_short')}
      </Button>
      <Menu id={id} anchorEl={anchor} open={anchor !== null} onClose={close} anchorOrigin={{ vertical: 'top', horizontal: 'left' }} transformOrigin={{ vertical: 'bottom', horizontal: 'left' }}>
        {others.map((after) => (
          <MenuItem key={after} component="button" type="submit" form={form} value={after} onClick={close} sx={{ width: '100%' }}>
            {translate(`saving.${after}`)}
          </MenuItem>
        ))}
      </Menu>
    </>
  );
}
