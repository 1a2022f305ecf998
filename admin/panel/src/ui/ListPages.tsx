import { useListPaginationContext } from 'react-admin';
import { PageBar } from './PageBar.tsx';

/** The pages of a list that is react-admin's own. */
export function ListPages() {
  const { total = 0, page, perPage, setPage, setPerPage, isPending } = useListPaginationContext();
  return isPending ? null : <PageBar total={total} page={page} perPage={perPage} onPage={setPage} onPerPage={setPerPage} />;
}
