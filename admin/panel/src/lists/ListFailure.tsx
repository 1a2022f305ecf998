import { Button } from '@mui/material';
import { useListContext, useTranslate } from 'react-admin';
import { inWords } from '../api/problem.ts';
import { Notice } from '../ui/Notice.tsx';

/** In place of the rows where the server refused them. */
export function ListFailure({ error }: { error: unknown }) {
  const { refetch } = useListContext();
  const translate = useTranslate();
  return (
    <div role="alert">
      <Notice
        title={translate('lists.failed')}
        action={
          <Button variant="contained" onClick={() => void refetch()}>
            {translate('lists.again')}
          </Button>
        }
      >
        {inWords(error)}
      </Notice>
    </div>
  );
}
