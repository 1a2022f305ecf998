import { Box } from '@mui/material';
import { type ReactNode, useState } from 'react';
import { CreateBase, Title, useTranslate } from 'react-admin';
import { SavingForm } from './SavingForm.tsx';
import type { Subject } from './subjects.ts';

/** The page on which a record is made, and after it the next one. */
export function RecordCreate({ subject, children }: { subject: Subject; children: ReactNode }) {
  return (
    <CreateBase redirect={false}>
      <Page subject={subject}>{children}</Page>
    </CreateBase>
  );
}

function Page({ subject, children }: { subject: Subject; children: ReactNode }) {
  const translate = useTranslate();
  const [made, setMade] = useState(0);
  return (
    <Box sx={{ mt: 1.5, maxWidth: 960 }}>
      <Title title={translate(`resources.${subject.resource}.new`)} preferenceKey={false} />
      <SavingForm
        key={made}
        subject={subject}
        reads={false}
        onAnother={() => {
          setMade((before) => before + 1);
        }}
      >
        {children}
      </SavingForm>
    </Box>
  );
}
