import { Button, type ButtonProps } from '@mui/material';
import { type ReactNode, useState } from 'react';

interface AskButtonProps extends Omit<ButtonProps, 'onClick'> {
  /** What the button opens; gets a function that closes it. */
  dialog: (close: () => void) => ReactNode;
}

/** A button that asks before anything is done. */
export function AskButton({ dialog, ...button }: AskButtonProps) {
  const [asks, setAsks] = useState(false);
  return (
    <>
      <Button
        variant="outlined"
        {...button}
        onClick={() => {
          setAsks(true);
        }}
      />
      {asks &&
        dialog(() => {
          setAsks(false);
        })}
    </>
  );
}
