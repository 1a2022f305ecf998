import { Box, Card, Skeleton, Stack } from '@mui/material';
import type { ReactNode } from 'react';
import { EditBase, Title, useCanAccess, useEditContext, useTranslate } from 'react-admin';
import { RequestError } from '../api/problem.ts';
import { DeleteRecord } from '../deletion/DeleteRecord.tsx';
import { Failure } from '../ui/Failure.tsx';
import { Missing } from '../ui/Missing.tsx';
import { RecordLinks } from './RecordLinks.tsx';
import { SavingForm } from './SavingForm.tsx';
import type { Subject } from './subjects.ts';
import type { Stored } from './useSaving.ts';

interface RecordEditProps {
  subject: Subject;
  /** The inputs. */
  children: ReactNode;
  /** Below the form: what hangs on the record. */
  below?: (record: Stored) => ReactNode;
}

/** The page of one record: links to what there is about it, its form, and what hangs on it. */
export function RecordEdit(props: RecordEditProps) {
  return (
    <EditBase<Stored> redirect={false} queryOptions={{ onError: () => undefined }}>
      <Page {...props} />
    </EditBase>
  );
}

function Page({ subject, children, below }: RecordEditProps) {
  const { resource } = subject;
  const translate = useTranslate();
  const { record, error } = useEditContext<Stored>();
  const { canAccess, isPending } = useCanAccess({ resource, action: 'save' });
  // One that was deleted may be known from before.
  if (error instanceof RequestError && error.status === 404) return <Missing />;
  if (record === undefined || isPending) return error === null ? <Waiting /> : <Failure error={error} />;
  return (
    <Box sx={{ mt: 1.5, maxWidth: 960 }}>
      <Title title={translate(`resources.${resource}.title`, { name: String(record[subject.caption]) })} preferenceKey={false} />
      <RecordLinks resource={resource} id={record.id} />
      <SavingForm
        key={record.id}
        subject={subject}
        record={record}
        reads={canAccess !== true}
        end={(opened, leave) => <DeleteRecord resource={resource} id={opened.id} version={opened.version} name={String(opened[subject.caption])} leave={leave} />}
      >
        {children}
      </SavingForm>
      {below?.(record)}
    </Box>
  );
}

function Waiting() {
  return (
    <Card sx={{ mt: 6, maxWidth: 960, p: 2.5 }}>
      <Stack spacing={2}>
        <Skeleton variant="rounded" height={40} />
        <Skeleton variant="rounded" height={40} width="60%" />
        <Skeleton variant="rounded" height={120} />
      </Stack>
    </Card>
  );
}
