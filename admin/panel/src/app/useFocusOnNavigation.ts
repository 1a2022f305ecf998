import { useEffect, useRef } from 'react';
import { useLocation } from 'react-router-dom';

/**
 * Another page begins at its content, for the keyboard and for who is read to, not at what was clicked on the page
 * before. Where the page has put the focus somewhere itself, it stays there.
 */
export function useFocusOnNavigation(): void {
  const { pathname } = useLocation();
  const shown = useRef(pathname);
  useEffect(() => {
    if (shown.current === pathname) return;
    shown.current = pathname;
    const content = document.getElementById('main-content');
    if (content === null || content.contains(document.activeElement)) return;
    content.tabIndex = -1;
    content.focus({ preventScroll: true });
  }, [pathname]);
}
