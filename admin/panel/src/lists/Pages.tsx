import { Pagination, TablePagination, type Theme, useMediaQuery } from '@mui/material';
import { useListContext, useTranslate } from 'react-admin';
import { useCount, useNumber } from '../ui/numbers.ts';
import { useListSetup, useTotal } from './ListSetup.ts';
import { useShown } from './useShown.ts';

const sizes = [10, 25, 50, 100, 250];

/** Which rows of how many, the way to others, and how many at once; the user finds that so again. */
export function Pages() {
  const translate = useTranslate();
  const { page, perPage } = useListContext();
  const [, show] = useShown();
  const { total, estimated } = useTotal();
  const { keep } = useListSetup();
  const count = useCount();
  const number = useNumber();
  const phone = useMediaQuery((theme: Theme) => theme.breakpoints.down('sm'));
  if (total === undefined || total === 0 || page < 1 || page > Math.ceil(total / perPage)) return null;
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
        show(() => ({ page: next + 1 }), { state: { _scrollToTop: true } });
      }}
      onRowsPerPageChange={(event) => {
        const size = Number(event.target.value);
        show(() => ({ perPage: size, page: 1 }));
        keep((choice) => ({ ...choice, perPage: size }));
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
