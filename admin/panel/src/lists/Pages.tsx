import { useListContext } from 'react-admin';
import { PageBar } from '../ui/PageBar.tsx';
import { useListSetup, useTotal } from './ListSetup.ts';
import { useShown } from './useShown.ts';

/** The way to other pages, and how many rows are on one; the user finds that so again. */
export function Pages() {
  const { page, perPage } = useListContext();
  const [, show] = useShown();
  const { total = 0, estimated } = useTotal();
  const { keep } = useListSetup();
  return (
    <PageBar
      total={total}
      estimated={estimated}
      page={page}
      perPage={perPage}
      onPage={(next) => {
        show(() => ({ page: next }), { state: { _scrollToTop: true } });
      }}
      onPerPage={(size) => {
        show(() => ({ perPage: size, page: 1 }));
        keep((choice) => ({ ...choice, perPage: size }));
      }}
    />
  );
}
