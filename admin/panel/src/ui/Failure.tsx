import { Button, Stack, Typography } from '@mui/material';
import { useTranslate } from 'react-admin';
import { inWords } from '../api/problem.ts';
import { Notice } from './Notice.tsx';

/** In place of a page that threw. */
export function Failure({ error }: { error?: unknown }) {
  const translate = useTranslate();
  return (
    <div role="alert">
      <Notice
        title={translate('app.failure.title')}
        action={
          <Stack direction="row" spacing={1.5}>
            <Button
              variant="contained"
              onClick={() => {
                window.location.reload();
              }}
            >
              {translate('app.failure.again')}
            </Button>
            <Button href="/">{translate('app.failure.home')}</Button>
          </Stack>
        }
      >
        {translate('app.failure.text')}
        {error !== undefined && error !== null && (
          <Typography variant="caption" component="p" sx={{ mt: 1.5, overflowWrap: 'anywhere' }}>
            {inWords(error)}
          </Typography>
        )}
      </Notice>
    </div>
  );
}
