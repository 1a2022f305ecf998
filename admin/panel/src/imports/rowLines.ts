// Where the rows of a CSV file stand. The server counts rows: neither the head nor empty lines. A spreadsheet counts
// both, and takes a cell with line breaks for one line; by its numbers people find what is to be mended.

/** The line of each row, from 1, by the rules of the server's reader (admin/server/catalogue/csv.cpp). */
export function rowLines(file: string): number[] {
  const text = file.startsWith('\uFEFF') ? file.slice(1) : file;
  const separator = separatorOf(text);
  const lines: number[] = [];
  let line = 1;
  let quoted = false;
  let bare = true; // the cell has no letter yet
  let blank = true; // nor have the cells before it, of which there are none
  for (let at = 0; at < text.length; at += 1) {
    const letter = text[at];
    if (quoted) {
      if (letter !== '"') bare = false;
      else if (text[at + 1] === '"') {
        at += 1;
        bare = false;
      } else quoted = false;
    } else if (letter === '"' && bare) {
      quoted = true;
    } else if (letter === separator) {
      bare = true;
      blank = false;
    } else if (letter === '\n') {
      if (!(blank && bare)) lines.push(line);
      line += 1;
      bare = true;
      blank = true;
    } else if (letter !== '\r' || text[at + 1] !== '\n') {
      bare = false;
    }
  }
  if (!(blank && bare)) lines.push(line);
  return lines.slice(1);
}

function separatorOf(text: string): string {
  let quoted = false;
  for (const letter of text) {
    if (letter === '"') quoted = !quoted;
    else if (!quoted && [',', ';', '\t'].includes(letter)) return letter;
    else if (!quoted && letter === '\n') break;
  }
  return ',';
}
