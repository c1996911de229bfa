/** New rows for the alert: single lines of the coastal police's log book, each with a telephone number nobody had before. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { generateTown, writeTown } from '../demo/index.ts';

export interface FragmentFiles {
  readonly mapping: string;
  readonly fragments: readonly { readonly file: string; readonly number: string }[];
}

const HEADING_LINES = 4;
/** The series +33 6 39 98 9x xx is set aside for fiction; the town itself does not use its end. */
const numberAt = (at: number): string => `+33639989${String(900 - at).padStart(3, '0')}`;

/** `count` files of one row each, and the log book's mapping turned from whole exports to additions. */
export function writeFragments(folder: string, count: number): FragmentFiles {
  const files = join(folder, 'later');
  writeTown(generateTown({ seed: 'later', peoplePerAgency: 60 }), {
    agencies: files,
    truth: join(folder, 'later-truth'),
  });
  const lines = readFileSync(join(files, 'crp', 'main-courante', 'MAINCOUR.CSV'), 'latin1').split('\r\n');
  const heading = lines.slice(0, HEADING_LINES);
  const row = lines
    .slice(HEADING_LINES)
    .find((line) => line.split(';').length === COLUMNS && !line.includes('"'));
  if (row === undefined) throw new Error('assertion failed: the log book has plain rows');
  const mapping = join(folder, 'crp-additions.yaml');
  const whole = readFileSync(fileURLToPath(new URL('../demo/mappings/crp.yaml', import.meta.url)), 'utf8');
  writeFileSync(mapping, whole.replace('load: full', 'load: delta'));
  mkdirSync(join(folder, 'additions'), { recursive: true });
  const fragments = Array.from({ length: count }, (_, at) => {
    const number = numberAt(at);
    const file = join(folder, 'additions', `${at}.csv`);
    const text = [...heading, changed(row, at, number), "*** FIN DE L'EXPORT - 1 LIGNES ***", ''].join(
      '\r\n',
    );
    writeFileSync(file, text, 'latin1');
    return { file, number };
  });
  return { mapping, fragments };
}

const COLUMNS = 38;

function changed(row: string, at: number, number: string): string {
  const cells = row.split(';');
  const set = (column: number, value: string): void => void (cells[column] = value);
  set(0, `MC9${String(at).padStart(6, '0')}`);
  for (const column of [2, 3, 4, 5, 15, 16, 17, 18]) set(column, '');
  set(6, 'MIS EN CAUSE');
  set(14, number);
  set(35, 'LIBRE');
  set(36, '22/09/2035');
  return cells.join(';');
}
