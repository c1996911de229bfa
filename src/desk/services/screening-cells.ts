/** Records of delimited text (RFC 4180) as they come out of a spreadsheet, with the line each begins on. */
export interface CellRecord {
  readonly line: number;
  /** Null where quotes do not hold together. */
  readonly cells: readonly string[] | null;
}

/** A cell of a list has no reason to be longer than this many lines. */
const LINES_PER_RECORD_MAX = 20;
export const DELIMITERS = [';', ',', '\t', '|'] as const;

/**
 * Cuts lines into records. A stray quote breaks its own line and no other: where the quotes of a line do not close within
 * twenty lines, that line alone is given as broken and reading goes on with the next.
 */
export function* readCells(
  lines: readonly string[],
  delimiter: string,
  from: number,
): Generator<CellRecord, void> {
  for (let at = from; at < lines.length; ) {
    if ((lines[at] ?? '').trim() === '') {
      at += 1;
      continue;
    }
    const { cells, used } = readRecord(lines, delimiter, at);
    yield { line: at + 1, cells };
    at += used;
  }
}

function readRecord(
  lines: readonly string[],
  delimiter: string,
  at: number,
): { readonly cells: readonly string[] | null; readonly used: number } {
  let text = lines[at] ?? '';
  const most = Math.min(LINES_PER_RECORD_MAX, lines.length - at);
  for (let used = 1; used <= most; used++) {
    const cells = splitRecord(text, delimiter);
    if (cells === 'broken') break;
    if (cells !== 'open') return { cells, used };
    text += `\n${lines[at + used] ?? ''}`;
  }
  return { cells: null, used: 1 };
}

/** The cells; 'open' where a quote is not closed yet, 'broken' where text follows a closing quote. */
export function splitRecord(text: string, delimiter: string): readonly string[] | 'open' | 'broken' {
  const cells: string[] = [];
  let at = 0;
  for (;;) {
    if (text[at] !== '"') {
      const end = text.indexOf(delimiter, at);
      cells.push(text.slice(at, end < 0 ? text.length : end).trim());
      if (end < 0) return cells;
      at = end + 1;
      continue;
    }
    const closed = closingQuote(text, at + 1);
    if (closed < 0) return 'open';
    cells.push(
      text
        .slice(at + 1, closed)
        .replaceAll('""', '"')
        .trim(),
    );
    if (closed + 1 >= text.length) return cells;
    if (text[closed + 1] !== delimiter) return 'broken';
    at = closed + 2;
  }
}

function closingQuote(text: string, from: number): number {
  for (let at = text.indexOf('"', from); at >= 0; at = text.indexOf('"', at + 2))
    if (text[at + 1] !== '"') return at;
  return -1;
}
