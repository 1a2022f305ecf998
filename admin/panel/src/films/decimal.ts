// Numbers as people write them: with a comma or a point.

/** null for nothing; a text that is no number stays as it is, for its writer to mend. */
export function readDecimal(text: string): number | string | null {
  const written = text.trim();
  if (written === '') return null;
  return /^[+-]?(\d+([.,]\d*)?|[.,]\d+)$/.test(written) ? Number(written.replace(',', '.')) : text;
}

/** With the point or comma of the language, all of its digits, and nothing between thousands. */
export function writeDecimal(value: unknown, locale: string): string {
  if (typeof value !== 'number') return typeof value === 'string' ? value : '';
  const sign = new Intl.NumberFormat(locale).formatToParts(0.5).find(({ type }) => type === 'decimal')?.value ?? '.';
  return String(value).replace('.', sign);
}
