import { Box, Button, Link, Stack, Typography } from '@mui/material';
import { useLocaleState, useTranslate } from 'react-admin';
import { Link as RouterLink } from 'react-router-dom';
import { MarkIcon } from './MarkIcon.tsx';
import type { Save } from './saves.ts';
import { useSaves, useSavesStore } from './SavesContext.tsx';
import { markText, nameOf, whyText } from './words.ts';

/** The last saves, each with how far it has come. `onLeave` is called when one follows a link or has cleared it all. */
export function SavedList({ onLeave }: { onLeave: () => void }) {
  const translate = useTranslate();
  const store = useSavesStore();
  const saves = useSaves();
  return (
    <Box sx={{ p: 2 }}>
      <Typography variant="h3" component="h2" sx={{ mb: 1 }}>
        {translate('freshness.tray.label')}
      </Typography>
      <Stack component="ul" spacing={1.5} sx={{ listStyle: 'none', p: 0, m: 0 }}>
        {saves.map((save) => (
          <SavedRow key={save.key} save={save} onLeave={onLeave} />
        ))}
      </Stack>
      <Stack direction="row" spacing={1} sx={{ mt: 2, mx: -0.75 }}>
        <Button
          size="small"
          onClick={() => {
            store.clear();
            onLeave();
          }}
        >
          {translate('freshness.tray.clear')}
        </Button>
        <Button size="small" color="inherit" onClick={onLeave}>
          {translate('freshness.tray.close')}
        </Button>
      </Stack>
    </Box>
  );
}

function SavedRow({ save, onLeave }: { save: Save; onLeave: () => void }) {
  const translate = useTranslate();
  const [locale] = useLocaleState();
  const name = nameOf(save, translate);
  const why = whyText(save.mark, translate);
  const place = `/${save.resource}/${encodeURIComponent(save.id)}`;
  const there = save.count === 1 && save.kind !== 'deleted';
  return (
    <Box component="li" sx={{ display: 'grid', gridTemplateColumns: '20px minmax(0, 1fr)', columnGap: 1.25 }}>
      <Box sx={{ pt: 0.25 }}>
        <MarkIcon mark={save.mark} />
      </Box>
      <div>
        {there ? (
          <Link component={RouterLink} to={place} color="inherit" onClick={onLeave} sx={{ fontWeight: 'fontWeightMedium', overflowWrap: 'anywhere' }}>
            {name}
          </Link>
        ) : (
          <Typography component="span" sx={{ fontWeight: 'fontWeightMedium', overflowWrap: 'anywhere' }}>
            {name}
          </Typography>
        )}
        <Typography variant="body2" sx={{ color: 'text.secondary' }}>
          {markText(save, translate, locale)}
        </Typography>
        {why !== '' && <Typography variant="body2">{why}</Typography>}
        {save.count === 1 && save.mark.state !== 'gone' && (
          <Link
            component={RouterLink}
            to={`${place}/freshness`}
            variant="body2"
            aria-label={translate('freshness.tray.compare_one', { name })}
            onClick={onLeave}
          >
            {translate('freshness.tray.compare')}
          </Link>
        )}
      </div>
    </Box>
  );
}
