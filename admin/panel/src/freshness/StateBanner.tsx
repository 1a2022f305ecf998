import { Alert, AlertTitle } from '@mui/material';
import { useTranslate } from 'react-admin';
import type { Translate } from './words.ts';
import type { Freshness } from './types.ts';

const severities = { fresh: 'success', differs: 'warning', missing: 'warning', ghost: 'error', gone: 'info' } as const;

/** "The index differs in 2 fields": told again when it changes. `error`: why it cannot be looked at now. */
export function StateBanner({ freshness, error }: { freshness: Freshness; error: string }) {
  const translate = useTranslate();
  const { state, why } = freshness;
  return (
    <div role="status">
      <Alert severity={error === '' ? severities[state] : 'info'} variant="outlined" role="presentation" sx={{ bgcolor: 'background.paper' }}>
        <AlertTitle sx={{ mb: state === 'fresh' && error === '' ? 0 : undefined }}>{stateText(freshness, translate)}</AlertTitle>
        {state !== 'fresh' && translate(`freshness.page.hint.${state}`)}
        {why !== null && why !== '' && (
          <div>
            {translate('freshness.page.why')}: {why}
          </div>
        )}
        {error !== '' && <div>{error}</div>}
      </Alert>
    </div>
  );
}

export function stateText({ state, differences }: Freshness, translate: Translate): string {
  return translate(`freshness.page.state.${state}`, { smart_count: differences.length });
}
