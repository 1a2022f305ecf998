import { Pagination, TablePagination, type Theme, useMediaQuery } from '@mui/material';
import { useTranslate } from 'react-admin';
import { useCount, useNumber } from './numbers.ts';

const sizes = [10, 25, 50, 100, 250];

interface PageBarProps {
  total: number;
  /** `total` is only about right. */
  estimated?: boolean;
  /** From 1. */
  page: number;
  perPage: number;
  onPage: (page: number) => void;
  onPerPage: (size: number) => void;
}

/** Which rows of how many, the way to others, and how many at once. */
export function PageBar({ total, estimated = false, page, perPage, onPage, onPerPage }: PageBarProps) {
  const translate = useTranslate();
  const count = useCount();
  const number = useNumber();
  const phone = useMediaQuery((theme: Theme) => theme.breakpoints.down('sm'));
  if (total === 0 || page < 1 || page > Math.ceil(total / perPage)) return null;
  return (
    <TablePagination
      component="div"
      count={total}
      page={page - 1}
      rowsPerPage={perPage}
      rowsPerPageOptions={phone ? [] : [...new Set([...sizes, perPage])].sort((one, other) => one - other)}
      labelRowsPerPage={translate('ra.navigation.page_rows_per_page')}
      labelDisplayedRows={({ from, to }) => translate('lists.pages.range', { from: number(from), to: number(to), total: count(total, estimated) })}
      ActionsComponent={Numbers}
      onPageChange={(_, next) => {
        onPage(next + 1);
      }}
      onRowsPerPageChange={(event) => {
        onPerPage(Number(event.target.value));
      }}
    />
  );
}

interface NumbersProps {
  count: number;
  /** From 0. */
  page: number;
  rowsPerPage: number;
  onPageChange: (event: null, page: number) => void;
}

/** The pages by number. */
function Numbers({ count, page, rowsPerPage, onPageChange }: NumbersProps) {
  const translate = useTranslate();
  const phone = useMediaQuery((theme: Theme) => theme.breakpoints.down('sm'));
  return (
    <Pagination
      size="small"
      sx={{ flex: 'none', ml: 2 }}
      siblingCount={phone ? 0 : 1}
      boundaryCount={1}
      aria-label={translate('lists.pages.label')}
      count={Math.ceil(count / rowsPerPage)}
      page={page + 1}
      getItemAriaLabel={(type, at) => (type === 'page' ? translate('lists.pages.page', { page: String(at ?? 0) }) : translate(`ra.navigation.${type}`))}
      onChange={(_, next) => {
        onPageChange(null, next - 1);
      }}
    />
  );
}
