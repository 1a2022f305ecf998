import type { SvgIcon } from '@mui/material';
import type { ReactNode } from 'react';
import { useCanAccess, useResourceContext } from 'react-admin';
import { AskButton } from '../ui/AskButton.tsx';

interface BulkButtonProps {
  label: string;
  icon: typeof SvgIcon;
  /** What one has to be allowed. */
  action?: 'save' | 'delete';
  /** The dialog; gets the function that closes it. */
  children: (close: () => void) => ReactNode;
}

/** A button of the selection that opens a dialog, for who may do what it does. */
export function BulkButton({ label, icon: Icon, action = 'save', children }: BulkButtonProps) {
  const resource = useResourceContext() ?? '';
  const { canAccess } = useCanAccess({ resource, action });
  if (canAccess !== true) return null;
  return (
    <AskButton variant="text" size="small" color={action === 'delete' ? 'error' : 'primary'} startIcon={<Icon />} dialog={children}>
      {label}
    </AskButton>
  );
}
