import { Box, Typography } from '@mui/material';
import { useLocaleState, useTranslate } from 'react-admin';
import { type Deletion, indexEffects } from './effects.ts';

/** All that goes with what is deleted: the objects, their links, and the index documents; names of the first of each. */
export function DeletionTree({ deletion }: { deletion: Deletion }) {
  const translate = useTranslate();
  const links = deletion.links.map((link) => ({
    key: `${link.table}-${link.role ?? ''}`,
    text: translate(`deletion.${link.table === 'film_file' ? 'files' : 'links'}.${link.role ?? 'genre'}`, { smart_count: link.count }),
  }));
  return (
    <Box component="ul" sx={tree}>
      <Branch title={translate('deletion.objects', { smart_count: deletion.objects.count })} names={deletion.objects} />
      {links.length > 0 && (
        <Box component="li">
          <Typography variant="body2">{translate('deletion.with_links')}</Typography>
          <Box component="ul" sx={tree}>
            {links.map(({ key, text }) => (
              <Typography key={key} component="li" variant="body2">
                {text}
              </Typography>
            ))}
          </Box>
        </Box>
      )}
      <Box component="li">
        <Typography variant="body2">{translate('deletion.indices')}</Typography>
        <Box component="ul" sx={tree}>
          {indexEffects(deletion).map(({ index, kind, names }) => (
            <Branch key={`${index}-${kind}`} title={translate(`deletion.${kind}.${index}`, { smart_count: names.count })} names={names} />
          ))}
        </Box>
      </Box>
    </Box>
  );
}

const tree = { m: 0, pl: 2.25, my: 0.5, '& > li': { mb: 0.5 }, '& > li::marker': { color: 'text.secondary' } } as const;

function Branch({ title, names }: { title: string; names: Deletion['objects'] }) {
  const translate = useTranslate();
  const [locale] = useLocaleState();
  const more = names.count - names.names.length;
  const listed = more > 0 ? [...names.names, translate('saving.more', { smart_count: more })] : names.names;
  return (
    <Box component="li">
      <Typography variant="body2" sx={{ fontWeight: 'fontWeightMedium' }}>
        {title}
      </Typography>
      {listed.length > 0 && (
        <Typography variant="body2" sx={{ color: 'text.secondary', overflowWrap: 'anywhere' }}>
          {new Intl.ListFormat(locale, { type: 'conjunction' }).format(listed)}
        </Typography>
      )}
    </Box>
  );
}
