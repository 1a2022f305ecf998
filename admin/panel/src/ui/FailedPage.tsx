import { Button } from '@mui/material';
import type { ReactNode } from 'react';
import { Title } from 'react-admin';
import { Notice } from './Notice.tsx';

interface FailedPageProps {
  title: string;
  /** What the button says, and what it does about it. */
  action: string;
  onAct: () => void;
  children: ReactNode;
}

/** In place of a page that cannot be shown: why, and the way on. */
export function FailedPage({ title, action, onAct, children }: FailedPageProps) {
  return (
    <div role="alert">
      <Title title={title} />
      <Notice
        title={title}
        action={
          <Button variant="contained" onClick={onAct}>
            {action}
          </Button>
        }
      >
        {children}
      </Notice>
    </div>
  );
}
