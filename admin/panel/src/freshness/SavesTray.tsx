import { Button, Popover, Tooltip, Typography } from '@mui/material';
import { useEffect, useId, useState } from 'react';
import { useLocaleState, useTranslate } from 'react-admin';
import { useClient } from '../api/ClientContext.tsx';
import { Said } from '../ui/Said.tsx';
import { MarkIcon } from './MarkIcon.tsx';
import { SavedList } from './SavedList.tsx';
import { useSaves, useSavesStore } from './SavesContext.tsx';
import type { Freshness } from './types.ts';
import { Watch } from './watch.ts';
import { markText, nameOf, whyText } from './words.ts';

/** In the bar of every page: how far the last save has come, and the few before it on a click. */
export function SavesTray() {
  useWatch();
  const translate = useTranslate();
  const [locale] = useLocaleState();
  const [newest] = useSaves();
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const id = useId();
  const label = translate('freshness.tray.label');
  const text = newest === undefined ? '' : markText(newest, translate, locale);
  const told = newest === undefined ? '' : `${nameOf(newest, translate)}: ${text}. ${whyText(newest.mark, translate)}`;
  return (
    <>
      <Said>{told}</Said>
      {newest !== undefined && (
        <Tooltip title={label}>
          <Button
            color="inherit"
            aria-label={`${text}. ${label}`}
            aria-haspopup="dialog"
            aria-expanded={anchor !== null}
            aria-controls={anchor === null ? undefined : id}
            onClick={(event) => {
              setAnchor(event.currentTarget);
            }}
            sx={{ flex: 'none', minWidth: 40, px: 1, gap: 0.75, whiteSpace: 'nowrap' }}
          >
            <MarkIcon mark={newest.mark} />
            <Typography variant="caption" component="span" sx={{ display: { xs: 'none', md: 'inline' } }}>
              {text}
            </Typography>
          </Button>
        </Tooltip>
      )}
      <Popover
        id={id}
        open={anchor !== null && newest !== undefined}
        anchorEl={anchor}
        onClose={() => {
          setAnchor(null);
        }}
        anchorOrigin={{ vertical: 'bottom', horizontal: 'right' }}
        transformOrigin={{ vertical: 'top', horizontal: 'right' }}
        slotProps={{ paper: { role: 'dialog', 'aria-label': label, sx: { width: 380, maxWidth: 'calc(100vw - 24px)' } } }}
      >
        <SavedList
          onLeave={() => {
            setAnchor(null);
          }}
        />
      </Popover>
    </>
  );
}

function useWatch(): void {
  const client = useClient();
  const saves = useSavesStore();
  useEffect(
    () =>
      new Watch(saves, async ({ resource, id, lsn }, seconds, signal) => {
        const query = { lsn, limit_seconds: seconds };
        return (await client.send<Freshness>(`/api/admin/${resource}/${encodeURIComponent(id)}/freshness`, { query, signal })).data;
      }).start(),
    [client, saves],
  );
}
