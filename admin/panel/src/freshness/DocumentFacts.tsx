import { Box, Card, Typography } from '@mui/material';
import { useLocaleState, useTranslate } from 'react-admin';
import { durationText } from './duration.ts';
import type { Freshness } from './types.ts';
import type { Translate } from './words.ts';

/** Which version the index holds, of when, and how far the stream is. What is not known is said to be so. */
export function DocumentFacts({ freshness }: { freshness: Freshness }) {
  const translate = useTranslate();
  const [locale] = useLocaleState();
  const text = (name: string) => translate(`freshness.page.${name}`);
  const { generation, version, lsn, written_at, committed_at, after_ms, time_unknown } = freshness;
  const none = version === null ? text('no_document') : undefined;
  const unknown = none ?? text('not_known');
  const facts: [name: string, value: string][] = [
    ['generation', generation ?? text('no_document')],
    ['version', version === null ? text('no_document') : String(version)],
    ['lsn', lsn ?? text('no_document')],
    // Written, and not for a commit: the index was filled, or the document was indexed again.
    ['committed', momentText(committed_at, locale) ?? (written_at === null ? unknown : text('no_commit'))],
    ['written', momentText(written_at, locale) ?? [unknown, time_unknown].filter(Boolean).join('. ')],
    ['stream', streamText(freshness, translate, locale)],
  ];
  if (after_ms !== null) facts.splice(5, 0, ['after', durationText(after_ms, locale)]);
  return (
    <Card component="section" aria-label={text('facts')}>
      <Box component="dl" sx={{ m: 0, p: 2, display: 'grid', gap: 2, gridTemplateColumns: 'repeat(auto-fill, minmax(min(100%, 190px), 1fr))' }}>
        {facts.map(([name, value]) => (
          <div key={name}>
            <Typography component="dt" variant="caption" sx={{ color: 'text.secondary' }}>
              {text(name)}
            </Typography>
            <Typography component="dd" variant="body2" sx={{ m: 0, overflowWrap: 'anywhere' }}>
              {value}
            </Typography>
          </div>
        ))}
      </Box>
    </Card>
  );
}

function momentText(moment: string | null, locale: string): string | undefined {
  if (moment === null) return undefined;
  return new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'medium' }).format(new Date(moment));
}

function streamText({ walcast }: Freshness, translate: Translate, locale: string): string {
  const name = walcast?.state ?? 'away';
  const state = translate(`freshness.page.states.${name}`, { _: name });
  const lag = walcast?.lag_seconds ?? 0;
  return lag < 1 ? state : translate('freshness.page.behind', { state, time: durationText(lag * 1000, locale) });
}
