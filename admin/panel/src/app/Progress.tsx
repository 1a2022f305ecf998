import { CircularProgress } from '@mui/material';
import { useIsFetching, useIsMutating } from '@tanstack/react-query';
import { RefreshIconButton, useTranslate } from 'react-admin';

/** Something is on its way; else a button that asks for all of the page anew. What a page asks for by itself, over and over, has meta.quiet. */
export function Progress() {
  const translate = useTranslate();
  const fetching = useIsFetching({ predicate: ({ meta, state }) => meta?.quiet !== true || state.data === undefined });
  const changing = useIsMutating();
  if (fetching + changing === 0) return <RefreshIconButton sx={{ display: { xs: 'none', sm: 'inline-flex' } }} />;
  return <CircularProgress className="RaLoadingIndicator-loader" color="inherit" size={16} thickness={6} aria-label={translate('app.loading')} sx={{ mx: 1.5, display: { xs: 'none', sm: 'block' } }} />;
}
