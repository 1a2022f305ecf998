import { useCallback } from 'react';
import { useLocaleState } from 'react-admin';

/** Whole numbers as the language writes them. */
export function useNumber(): (value: number) => string {
  const [locale] = useLocaleState();
  return useCallback((value) => new Intl.NumberFormat(locale).format(value), [locale]);
}

/** How many records there are; of an estimate "≈ 200 000", with no more digits than it is worth. */
export function useCount(): (total: number, estimated: boolean) => string {
  const [locale] = useLocaleState();
  return useCallback(
    (total, estimated) =>
      estimated
        ? `≈ ${new Intl.NumberFormat(locale, { maximumSignificantDigits: 3 }).format(total)}`
        : new Intl.NumberFormat(locale).format(total),
    [locale],
  );
}
