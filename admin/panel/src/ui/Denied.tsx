import { Title, useTranslate } from 'react-admin';
import { Notice } from './Notice.tsx';

/** In place of a page that the role does not allow. */
export function Denied() {
  const translate = useTranslate();
  const title = translate('app.denied.title');
  return (
    <>
      <Title title={title} />
      <Notice title={title}>{translate('app.denied.text')}</Notice>
    </>
  );
}
