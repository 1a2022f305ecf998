import { Button } from '@mui/material';
import { useRefresh, useTranslate } from 'react-admin';
import { inWords } from '../api/problem.ts';
import { Notice } from '../ui/Notice.tsx';

/** In place of the rows where the server refused them. */
export function ListFailure({ error }: { error: unknown }) {
  const refresh = useRefresh(); // what stands beside the rows, too
  const translate = useTranslate();
  return (
    <div role="alert">
      <Notice
        title={translate('lists.failed')}
        action={
          <Button variant="contained" onClick={refresh}>
            {translate('lists.again')}
          </Button>
        }
      >
        {inWords(error)}
      </Notice>
    </div>
  );
}
