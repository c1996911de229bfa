/** New rows for the alert: single lines of the coastal police's log book, each with a telephone number nobody had before. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { generateTown, writeTown } from '../demo/index.ts';
import type { KnownSubject } from '../src/exchange/index.ts';
import { askedNumber, askedPair } from './joined-up-alert.ts';

export interface FragmentFiles {
  readonly mapping: string;
  readonly fragments: readonly FragmentFile[];
}

export interface FragmentFile {
  readonly file: string;
  /** What a question asks to find it. */
  readonly subject: KnownSubject;
  /** Only its name and its firm together find it. */
  readonly isPair: boolean;
}

const NUMBERS = 12;
/** Common names, none of them known to the town by this firm; without a birth date. */
const PEOPLE = ['Cornelis Peeters', 'Hendrik Maes', 'Sander Aerts'] as const;
const FIRM = { name: 'Vlotdok', country: 'BE' };

const HEADING_LINES = 4;
/** The series +33 6 39 98 9x xx is set aside for fiction; the town itself does not use its end. */
const numberAt = (at: number): string => `+33639989${String(900 - at).padStart(3, '0')}`;

/** Files of one row each, and the log book's mapping turned from whole exports to additions. */
export function writeFragments(folder: string): FragmentFiles {
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
  const cells: readonly (Pick<FragmentFile, 'subject' | 'isPair'> & { readonly cells: Cells })[] = [
    ...Array.from({ length: NUMBERS }, (_, at) => ({
      subject: askedNumber(numberAt(at)),
      isPair: false,
      cells: { [TELEPHONE]: numberAt(at) },
    })),
    ...PEOPLE.map((name) => ({
      subject: askedPair(name, FIRM),
      isPair: true,
      cells: { ...namedCells(name), [COMPANY]: FIRM.name, [COMPANY_COUNTRY]: FIRM.country },
    })),
  ];
  const fragments = cells.map(({ cells: own, ...fragment }, at) => {
    const file = join(folder, 'additions', `${at}.csv`);
    const text = [...heading, changed(row, at, own), "*** FIN DE L'EXPORT - 1 LIGNES ***", ''].join('\r\n');
    writeFileSync(file, text, 'latin1');
    return { file, ...fragment };
  });
  return { mapping, fragments };
}

type Cells = Readonly<Record<number, string>>;

const TELEPHONE = 14;
const COMPANY = 34;
const COMPANY_COUNTRY = 35;
/** What a row of somebody of whom nothing else is known leaves empty: birth, documents, vehicle, ship, address, other numbers. */
const UNKNOWN = [9, 10, 11, 14, 19, 20, 21, 23, 24, 25, 26, 27, 28, 29, 30, 31, 32, 33];

/** The given name stands in its own column, after the family name's. */
function namedCells(name: string): Cells {
  const [given = '', family = ''] = name.split(' ');
  return { ...Object.fromEntries(UNKNOWN.map((column) => [column, ''])), 7: family.toUpperCase(), 8: given };
}

const COLUMNS = 41;

function changed(row: string, at: number, own: Cells): string {
  const cells = row.split(';');
  const set = (column: number, value: string): void => void (cells[column] = value);
  set(0, `MC9${String(at).padStart(6, '0')}`);
  for (const column of [2, 3, 4, 5, 15, 16, 17, 18]) set(column, '');
  set(6, 'MIS EN CAUSE');
  set(38, 'LIBRE');
  set(39, '22/09/2035');
  for (const [column, value] of Object.entries(own)) set(Number(column), value);
  return cells.join(';');
}
