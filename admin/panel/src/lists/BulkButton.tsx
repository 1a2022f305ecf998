import { Button, type SvgIcon } from '@mui/material';
import { type ReactNode, useState } from 'react';
import { useCanAccess, useResourceContext } from 'react-admin';

interface BulkButtonProps {
  label: string;
  icon: typeof SvgIcon;
  /** The dialog; gets the function that closes it. */
  children: (close: () => void) => ReactNode;
}

/** A button of the selection that opens a dialog, for who may save. */
export function BulkButton({ label, icon: Icon, children }: BulkButtonProps) {
  const resource = useResourceContext() ?? '';
  const { canAccess } = useCanAccess({ resource, action: 'save' });
  const [open, setOpen] = useState(false);
  if (canAccess !== true) return null;
  return (
    <>
      <Button
        size="small"
        startIcon={<Icon />}
        onClick={() => {
          setOpen(true);
        }}
      >
        {label}
      </Button>
      {open &&
        children(() => {
          setOpen(false);
        })}
    </>
  );
}
