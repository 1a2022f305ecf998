import { useEffect } from 'react';

/** The window is named as the page: what its heading in the bar says, which each page sets by <Title>. */
export function useDocumentTitle(): void {
  useEffect(() => {
    const heading = document.getElementById('react-admin-title');
    if (heading === null) return undefined;
    const name = () => {
      const text = heading.innerText.trim();
      document.title = text === '' ? 'walcast' : `${text} · walcast`;
    };
    name();
    const observer = new MutationObserver(name);
    observer.observe(heading, { childList: true, characterData: true, subtree: true });
    return () => {
      observer.disconnect();
    };
  }, []);
}
