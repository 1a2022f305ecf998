import { Box, Chip, Link, Stack, Typography } from '@mui/material';
import type { ReactNode } from 'react';
import { useLocaleState, useTranslate } from 'react-admin';
import { Link as RouterLink } from 'react-router-dom';
import { FieldChanges } from './FieldChanges.tsx';
import { type HistoryItem, resourceOf } from './types.ts';
import { actionInWords, atInWords, kindInWords } from './words.ts';

interface HistoryRowProps {
  item: HistoryItem;
  /** The page is of this very object: its name is not said in every row. */
  isOfPage?: boolean;
  /** What can be done about it. */
  end?: ReactNode;
}

/** One change: who did what to which object, when and from where, and every field of it. */
export function HistoryRow({ item, isOfPage = false, end }: HistoryRowProps) {
  const translate = useTranslate();
  const [locale] = useLocaleState();
  return (
    <Box component="li" sx={{ listStyle: 'none', borderBottom: 1, borderColor: 'divider', px: { xs: 2, sm: 2.5 }, py: 1.75, '&:last-child': { borderBottom: 0 } }}>
      <Stack direction="row" useFlexGap sx={{ flexWrap: 'wrap', alignItems: 'center', columnGap: 1, rowGap: 0.5, mb: 1 }}>
        <Chip size="small" label={actionInWords(translate, item.action)} color={item.action === 'delete' ? 'error' : 'default'} variant="outlined" />
        {!isOfPage && <ObjectName item={item} />}
        <Typography variant="body2" sx={{ color: 'text.secondary', ml: { sm: 'auto' } }}>
          <Box component="span" sx={{ color: 'text.primary', fontWeight: 'fontWeightMedium' }}>
            {item.actor}
          </Box>
          {' · '}
          <time dateTime={item.at}>{atInWords(item.at, locale)}</time>
          {item.address !== '' && ` · ${translate('history.from_address', { address: item.address })}`}
        </Typography>
      </Stack>
      <FieldChanges kind={item.object_type} changes={item.changes} />
      {end}
    </Box>
  );
}

/** Leads to the object's own history, which is there also where the object is not. */
export function ObjectName({ item }: { item: HistoryItem }) {
  const translate = useTranslate();
  const resource = resourceOf[item.object_type];
  return (
    <Typography component="span" variant="body2" sx={{ overflowWrap: 'anywhere' }}>
      {`${kindInWords(translate, item.object_type)} `}
      {resource === undefined ? (
        <b>{item.object_name}</b>
      ) : (
        <Link component={RouterLink} to={`/${resource}/${item.object_id}/history`} color="inherit" sx={{ fontWeight: 'fontWeightMedium' }}>
          {item.object_name}
        </Link>
      )}
    </Typography>
  );
}
