// A table within a card: in line with its title, close on a phone, no rule below the last row.
import type { SxProps, Theme } from '@mui/material';

export const tableLook: SxProps<Theme> = {
  '& th, & td': { px: { xs: 0.75, sm: 1.5 } },
  '& th:first-of-type': { pl: 0 },
  '& tr > :last-child': { pr: 0 },
  '& tbody tr:last-child > *': { borderBottom: 0 },
};
