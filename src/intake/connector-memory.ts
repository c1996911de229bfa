import { sha256, toHex, utf8 } from '../base/index.ts';
import type { Cell } from './cobol-values.ts';
import { type Connector, fileLocator, plainRow } from './connector.ts';

/** The memory twin of every connector: a table of cells that was never a file. */
export function memoryConnector(
  name: string,
  columns: readonly string[],
  rows: readonly (readonly Cell[])[],
): Connector {
  const hash = toHex(sha256(utf8(JSON.stringify([columns, rows]))));
  return {
    columns,
    groups: [],
    origin: { name, hash },
    async *rows() {
      let offset = 0;
      for (const [at, cells] of rows.entries()) {
        const raw = utf8(JSON.stringify(cells));
        yield await Promise.resolve(
          plainRow({ number: at + 1, raw, locator: fileLocator(hash, at + 1, offset, raw) }, cells),
        );
        offset += raw.length;
      }
    },
    show: (raw) => new TextDecoder().decode(raw),
    verifyUnchanged: () => Promise.resolve(),
    close: () => Promise.resolve(),
  };
}
