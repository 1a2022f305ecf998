import type { ReactNode } from 'react';
import { SaveButton, SimpleForm, Toolbar, useCanAccess, useResourceContext, DeleteButton, useRecordContext } from 'react-admin';

/** A form of a record: who may not save sees it all and changes nothing. Leaving it unsaved asks first. */
export function RecordForm({ children }: { children: ReactNode }) {
  const resource = useResourceContext() ?? '';
  const { canAccess, isPending } = useCanAccess({ resource, action: 'save' });
  const reads = !isPending && canAccess !== true;
  return (
    <SimpleForm disabled={reads} warnWhenUnsavedChanges={!reads} toolbar={reads ? false : <SaveBar />}>
      {children}
    </SimpleForm>
  );
}

function SaveBar() {
  const record = useRecordContext();
  return (
    <Toolbar>
      <SaveButton />
      {record !== undefined && <DeleteButton mutationMode="pessimistic" sx={{ ml: 'auto' }} />}
    </Toolbar>
  );
}
