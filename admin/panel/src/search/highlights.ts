// The server marks words with <em> in text that it has escaped. Here that becomes pieces of plain text.

export interface Piece {
  text: string;
  marked: boolean;
}

const names: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: '\u00a0' };

export function piecesOf(highlight: string): Piece[] {
  const pieces: Piece[] = [];
  for (const [at, part] of highlight.split(/<em>|<\/em>/).entries()) {
    if (part !== '') pieces.push({ text: plain(part), marked: at % 2 === 1 });
  }
  return pieces;
}

export const textOf = (pieces: readonly Piece[]): string => pieces.map(({ text }) => text).join('');

function plain(escaped: string): string {
  return escaped.replace(/&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|([a-z]+));/gi, (whole, hex?: string, decimal?: string, name?: string) => {
    if (name !== undefined) return names[name] ?? whole;
    const code = hex !== undefined ? parseInt(hex, 16) : Number(decimal);
    return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
}

/** A field of one text: with its marks where it has any. */
export function markedText(text: string, highlights: readonly string[] | undefined): Piece[] {
  const [first] = highlights ?? [];
  return first === undefined ? [{ text, marked: false }] : piecesOf(first);
}

/** A field of names: those with marks first, then as many others as there is room for; `more` tells how many are left. */
export function markedNames(list: readonly string[], highlights: readonly string[] | undefined, room: number): { shown: Piece[][]; more: number } {
  const found = new Map((highlights ?? []).map((highlight) => [textOf(piecesOf(highlight)), piecesOf(highlight)]));
  const first = list.filter((name) => found.has(name)).map((name) => found.get(name) ?? []);
  const others = list.filter((name) => !found.has(name)).map((text) => [{ text, marked: false }]);
  const shown = [...first, ...others.slice(0, Math.max(0, room - first.length))];
  return { shown, more: list.length - shown.length };
}
