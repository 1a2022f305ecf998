import { Box } from '@mui/material';
import { Children, Fragment, type ReactNode } from 'react';

/** Short facts in a row, parted by dots; a line breaks between them only. */
export function Facts({ children }: { children: ReactNode }) {
  return Children.toArray(children).map((fact, at) => (
    <Fragment key={at}>
      {at > 0 && ' · '}
      <Box component="span" sx={{ display: 'inline-block' }}>
        {fact}
      </Box>
    </Fragment>
  ));
}
