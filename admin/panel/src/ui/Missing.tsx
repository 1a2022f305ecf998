import { Button } from '@mui/material';
import { Title, useTranslate } from 'react-admin';
import { Link } from 'react-router-dom';
import { Notice } from './Notice.tsx';

/** In place of a page that is not there. */
export function Missing() {
  const translate = useTranslate();
  const title = translate('app.missing.title');
  return (
    <>
      <Title title={title} />
      <Notice
        title={title}
        action={
          <Button component={Link} to="/films" variant="contained">
            {translate('app.failure.home')}
          </Button>
        }
      >
        {translate('app.missing.text')}
      </Notice>
    </>
  );
}
