// Numbers as people write them: with a comma or a point.

/** null for nothing; a text that is no number stays as it is, for its writer to mend. */
export function readDecimal(text: string): number | string | null {
  const written = text.trim();
  if (written === '') return null;
  return /^[+-]?(\d+([.,]\d*)?|[.,]\d+)$/.test(written) ? Number(written.replace(',', '.')) : text;
}

/** Whole, with the point or comma of the language, and nothing between thousands. */
export function writeDecimal(value: unknown, locale: string): string {
  if (typeof value === 'number') return new Intl.NumberFormat(locale, { maximumFractionDigits: 20, useGrouping: false }).format(value);
  return typeof value === 'string' ? value : '';
}
