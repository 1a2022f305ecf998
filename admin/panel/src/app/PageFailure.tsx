import { Title, useTranslate } from 'react-admin';
import { Failure } from '../ui/Failure.tsx';

/** In place of a whole page that threw: its heading is gone with it. */
export function PageFailure({ error }: { error?: unknown }) {
  const translate = useTranslate();
  return (
    <>
      <Title title={translate('app.failure.title')} />
      <Failure error={error} />
    </>
  );
}
