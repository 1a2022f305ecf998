import { TablePagination, type Theme, useMediaQuery } from '@mui/material';
import { PaginationActions, useListContext, useTranslate } from 'react-admin';
import { useCount, useNumber } from '../ui/numbers.ts';
import { useListSetup } from './ListSetup.ts';

const sizes = [10, 25, 50, 100, 250];

/** Which rows of how many, the way to others, and how many at once; the user finds that so again. */
export function Pages() {
  const translate = useTranslate();
  const { page, perPage, total, meta, isPending, setPage, setPerPage } = useListContext();
  const { keep } = useListSetup();
  const count = useCount();
  const number = useNumber();
  const phone = useMediaQuery((theme: Theme) => theme.breakpoints.down('sm'));
  if (isPending || total === undefined || total === 0 || page < 1 || page > Math.ceil(total / perPage)) return null;
  const estimated = (meta as { estimated?: boolean } | undefined)?.estimated === true;
  return (
    <TablePagination
      component="nav"
      aria-label={translate('lists.pages.label')}
      count={total}
      page={page - 1}
      rowsPerPage={perPage}
      rowsPerPageOptions={phone ? [] : [...new Set([...sizes, perPage])].sort((one, other) => one - other)}
      labelRowsPerPage={translate('ra.navigation.page_rows_per_page')}
      labelDisplayedRows={({ from, to }) => translate('lists.pages.range', { from: number(from), to: number(to), total: count(total, estimated) })}
      getItemAriaLabel={(type) => translate(`ra.navigation.${type}`)}
      ActionsComponent={phone ? undefined : PaginationActions}
      onPageChange={(_, next) => {
        setPage(next + 1);
      }}
      onRowsPerPageChange={(event) => {
        const size = Number(event.target.value);
        setPerPage(size);
        keep((choice) => ({ ...choice, perPage: size }));
      }}
    />
  );
}
