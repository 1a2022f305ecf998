/** "0.4 sec", "12 sec", "3 min" as the language writes it; a time that rounds to nothing is a tenth of a second. */
export function durationText(milliseconds: number, locale: string): string {
  const seconds = milliseconds / 1000;
  if (seconds >= 90) return format(seconds / 60, 'minute', 0, locale);
  return format(Math.max(seconds, 0.1), 'second', seconds < 10 ? 1 : 0, locale);
}

const format = (value: number, unit: string, digits: number, locale: string): string =>
  new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'short', maximumFractionDigits: digits }).format(value);
