import type { Locator } from '../../model/index.ts';

/** Where in the old system a value stands, as a sentence for somebody who goes and looks. */
export function locatorSentence(locator: Locator, origins: ReadonlyMap<string, string>): string {
  switch (locator.type) {
    case 'file': {
      const { record, offset, length } = locator;
      return `record ${record} of ${fileName(locator.fileHash, origins)}, bytes ${offset}–${offset + Math.max(1, length) - 1}`;
    }
    case 'sheet': {
      const cell = locator.cell === undefined ? '' : `, cell ${locator.cell}`;
      return `row ${locator.row} of sheet ${locator.sheet} in ${fileName(locator.fileHash, origins)}${cell}`;
    }
    case 'table':
      return `row ${locator.key} of table ${locator.table} on ${locator.server}, as it stood at ${locator.snapshotAt}`;
  }
}

/** The hash of the file a locator speaks of; null for a table. */
export function fileHashOf(locator: Locator): string | null {
  return locator.type === 'table' ? null : locator.fileHash;
}

function fileName(hash: string, origins: ReadonlyMap<string, string>): string {
  return origins.get(hash) ?? `the file with hash ${hash.slice(0, 12)}…`;
}
