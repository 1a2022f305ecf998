import type { ReactNode } from 'react';
import { useCanAccess, useResourceContext, useTranslate } from 'react-admin';
import { CreateLink } from './CreateLink.tsx';
import { Notice } from './Notice.tsx';

/** In place of a list of a resource that has no records at all: resources.<name>.empty. `action`: where the first is made, if not by a form of its own. */
export function Empty({ action }: { action?: ReactNode }) {
  const resource = useResourceContext() ?? '';
  const translate = useTranslate();
  const { canAccess } = useCanAccess({ resource, action: 'create' });
  return (
    <Notice title={translate(`resources.${resource}.empty.title`)} action={action ?? (canAccess === true && <CreateLink />)}>
      {translate(`resources.${resource}.empty.text`)}
    </Notice>
  );
}

/** In place of the rows where the filters leave none: resources.<name>.none. */
export function NoneFits() {
  const resource = useResourceContext() ?? '';
  const translate = useTranslate();
  return <Notice title={translate(`resources.${resource}.none.title`)}>{translate(`resources.${resource}.none.text`)}</Notice>;
}
