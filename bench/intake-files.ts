import { utils, write } from '@e965/xlsx';

export type IntakeBenchFormat = 'csv' | 'copybook' | 'dbf' | 'xlsx' | 'sql';

export interface IntakeBenchFile {
  readonly mapping: string;
  /** Null: the rows stand in a database. */
  readonly bytes: Uint8Array | null;
}

const COLUMNS = ['REGNO', 'NAME', 'BORN', 'TEL', 'STATUS'] as const;
const LENGTHS = [8, 24, 8, 12, 1] as const;
const SYLLABLES = ['ka', 'ro', 'min', 'del', 'sa', 'tor', 'vel', 'ni', 'bra', 'qui'];

/** Invented people: what matters here is that every row differs. */
function row(at: number): string[] {
  const syllable = (shift: number): string => SYLLABLES[Math.floor(at / 10 ** shift) % 10] ?? '';
  const name = `${syllable(0)}${syllable(1)} ${syllable(2)}${syllable(3)}${syllable(4)}`.toUpperCase();
  const born = `${1940 + (at % 60)}${String(1 + (at % 12)).padStart(2, '0')}${String(1 + (at % 28)).padStart(2, '0')}`;
  return [
    String(at).padStart(8, '0'),
    name,
    born,
    `0475${String(at).padStart(6, '0')}`,
    at % 2 === 0 ? 'V' : 'G',
  ];
}

function mapping(format: string, columns: readonly string[] = COLUMNS): string {
  const [regNo, name, born, tel, status] = columns;
  return `mapping: 1
source: bench-${/type: (\w+)/.exec(format)?.[1]}
load: full
format:
${format}
row-key: [${regNo}]
quarantine-limit: { rows: 0 }
tables:
  status: { V: suspect, G: witness }
handling:
  legal-basis: police-act
  category: { column: ${status}, table: status }
  certainty: fact
  evaluation: { scheme: eu-4x4, code: B2 }
  codes: [H0]
  classification: none
  review: { years: 5, after: load-date }
entities:
  - name: person
    kind: person
    key: [${regNo}]
    properties:
      name: { column: ${name}, transforms: [collapse-spaces, title-case] }
      birth-date: { column: ${born}, transforms: [date: ymd] }
  - name: phone
    kind: phone
    key: [{ property: number }]
    properties:
      number: { column: ${tel}, transforms: [phone: { country-code: '32' }] }
relations:
  - { link: uses, from: person, to: phone }
`;
}

const each = (rows: number): string[][] => Array.from({ length: rows }, (_, at) => row(at));

function csvFile(rows: number): IntakeBenchFile {
  const text = [[...COLUMNS], ...each(rows)].map((cells) => cells.join(';')).join('\r\n');
  return {
    mapping: mapping("  type: csv\n  encoding: windows-1252\n  delimiter: ';'"),
    bytes: new Uint8Array(Buffer.from(text, 'latin1')),
  };
}

const COPYBOOK = `
        01  PERSON-REC.
            05  REGNO     PIC 9(08).
            05  NAME      PIC X(24).
            05  BORN      PIC S9(08) COMP-3.
            05  TEL       PIC X(12).
            05  STATUS    PIC X(01).`;

function copybookFile(rows: number): IntakeBenchFile {
  const letters = (text: string): number[] => Array.from(text, (sign) => EBCDIC.get(sign) ?? 0x40);
  const bytes = each(rows).flatMap((cells) =>
    cells.flatMap((cell, at) =>
      at === 2 ? [...Buffer.from(`0${cell}c`, 'hex')] : letters(cell.padEnd(LENGTHS[at] ?? 1)),
    ),
  );
  const block = COPYBOOK.replaceAll('\n', '\n    ');
  return {
    mapping: mapping(`  type: copybook\n  code-page: cp500\n  framing: fixed\n  copybook-text: |2\n${block}`),
    bytes: Uint8Array.from(bytes),
  };
}

const EBCDIC = new Map<string, number>([
  ...Array.from('ABCDEFGHI', (sign, at) => [sign, 0xc1 + at] as const),
  ...Array.from('JKLMNOPQR', (sign, at) => [sign, 0xd1 + at] as const),
  ...Array.from('STUVWXYZ', (sign, at) => [sign, 0xe2 + at] as const),
  ...Array.from('0123456789', (sign, at) => [sign, 0xf0 + at] as const),
]);

function dbfFile(rows: number): IntakeBenchFile {
  const header = Buffer.alloc(32 + 32 * COLUMNS.length + 1);
  header[0] = 0x03;
  header.writeUInt32LE(rows, 4);
  header.writeUInt16LE(header.length, 8);
  header.writeUInt16LE(1 + LENGTHS.reduce((sum, length) => sum + length, 0), 10);
  COLUMNS.forEach((name, at) => {
    header.write(name, 32 + 32 * at, 'latin1');
    header.write(at === 2 ? 'D' : 'C', 32 + 32 * at + 11, 'latin1');
    header[32 + 32 * at + 16] = LENGTHS[at] ?? 1;
  });
  header[header.length - 1] = 0x0d;
  const body = each(rows).map(
    (cells) => ` ${cells.map((cell, at) => cell.padEnd(LENGTHS[at] ?? 1)).join('')}`,
  );
  return {
    mapping: mapping('  type: dbf\n  code-page: cp850'),
    bytes: new Uint8Array(Buffer.concat([header, Buffer.from(body.join(''), 'latin1')])),
  };
}

function xlsxFile(rows: number): IntakeBenchFile {
  const book = utils.book_new();
  utils.book_append_sheet(book, utils.aoa_to_sheet([[...COLUMNS], ...each(rows)]), 'Register');
  return {
    mapping: mapping('  type: xlsx'),
    bytes: new Uint8Array(write(book, { type: 'buffer', bookType: 'xlsx', compression: true }) as Buffer),
  };
}

function sqlFile(): IntakeBenchFile {
  const names = COLUMNS.map((name) => name.toLowerCase());
  return {
    mapping: mapping(
      `  type: sql\n  connection: bench\n  table: bench.person\n  columns: [${names.join(', ')}]\n  key: [regno]`,
      names,
    ),
    bytes: null,
  };
}

/** Makes `bench.person` with so many rows; run it as the table's owner, then grant SELECT to the reading role. */
export function sqlScript(rows: number): string {
  const values = each(rows).map((cells) => `(${cells.map((cell) => `'${cell}'`).join(',')})`);
  return `CREATE SCHEMA bench; CREATE TABLE bench.person (regno text PRIMARY KEY, name text, born text, tel text, status text); INSERT INTO bench.person VALUES ${values.join(',')};`;
}

export const INTAKE_FORMATS: readonly (readonly [IntakeBenchFormat, (rows: number) => IntakeBenchFile])[] = [
  ['csv', csvFile],
  ['copybook', copybookFile],
  ['dbf', dbfFile],
  ['xlsx', xlsxFile],
  ['sql', sqlFile],
];
