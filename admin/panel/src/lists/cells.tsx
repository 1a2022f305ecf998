// What stands in cells, by the language.
import { useLocaleState } from 'react-admin';

/** A day without a time: 1972-03-20. */
export function Day({ value }: { value: string | null }) {
  const [locale] = useLocaleState();
  return value === null ? null : new Intl.DateTimeFormat(locale, { timeZone: 'UTC' }).format(new Date(value));
}

/** A moment, in the time of who looks. */
export function Moment({ value }: { value: string }) {
  const [locale] = useLocaleState();
  return new Intl.DateTimeFormat(locale, { dateStyle: 'short', timeStyle: 'short' }).format(new Date(value));
}

export function Rating({ value }: { value: number | null }) {
  const [locale] = useLocaleState();
  return value === null ? null : new Intl.NumberFormat(locale, { minimumFractionDigits: 1 }).format(value);
}
