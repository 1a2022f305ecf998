import { Box, LinearProgress, Link, Stack, Typography } from '@mui/material';
import { useLocaleState, useTranslate } from 'react-admin';
import { Link as RouterLink } from 'react-router-dom';
import { inWords } from '../api/problem.ts';
import { ObjectName } from './HistoryRow.tsx';
import { useHistory } from './useHistory.ts';
import { actionInWords, atInWords } from './words.ts';

/** The last `count` changes in a line each, for the dashboard. Only for who may read the history: action 'list' of 'history'. */
export function RecentChanges({ count = 8 }: { count?: number }) {
  const translate = useTranslate();
  const [locale] = useLocaleState();
  const { data, error } = useHistory({}, 0, count);
  if (error !== null) return <Typography variant="body2">{inWords(error)}</Typography>;
  if (data === undefined) return <LinearProgress aria-label={translate('app.loading')} />;
  if (data.items.length === 0) return <Typography variant="body2" sx={{ color: 'text.secondary' }}>{translate('history.none_yet')}</Typography>;
  return (
    <>
      <Stack component="ul" sx={{ listStyle: 'none', m: 0, p: 0, mb: 1 }}>
        {data.items.map((item) => (
          <Box component="li" key={item.seq} sx={{ display: 'flex', flexWrap: 'wrap', columnGap: 1, alignItems: 'baseline', py: 0.75, borderBottom: 1, borderColor: 'divider' }}>
            <ObjectName item={item} />
            <Typography component="span" variant="body2" sx={{ color: 'text.secondary' }}>
              {actionInWords(translate, item.action)}
            </Typography>
            <Typography component="span" variant="caption" sx={{ color: 'text.secondary', ml: 'auto' }}>
              {`${item.actor} · `}
              <time dateTime={item.at}>{atInWords(item.at, locale)}</time>
            </Typography>
          </Box>
        ))}
      </Stack>
      <Link component={RouterLink} to="/history" variant="body2">
        {translate('history.all')}
      </Link>
    </>
  );
}
