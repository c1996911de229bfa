import { toHex } from '../../base/index.ts';
import { parseExportLine, splitLines } from './export-lines.ts';

/** One entry of an export, as a reader takes it; whether it holds is for `verifyExport` to say. */
export interface ExportedEntry {
  readonly index: number;
  /** Hash of the leaf, hexadecimal. */
  readonly leaf: string;
  /** The fields of the entry; empty where its text is none. */
  readonly fields: Readonly<Record<string, unknown>>;
}

/** The entries of an export, in their order, one at a time. Throws `export-malformed` at a line that is none. */
export async function* readExport(
  chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
): AsyncGenerator<ExportedEntry> {
  for await (const text of splitLines(chunks)) {
    const line = parseExportLine(text);
    if (line.type === 'entry')
      yield { index: line.index, leaf: toHex(line.leafHash), fields: parseFields(line.text) };
  }
}

function parseFields(text: string): ExportedEntry['fields'] {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as ExportedEntry['fields']) : {};
  } catch {
    return {};
  }
}
