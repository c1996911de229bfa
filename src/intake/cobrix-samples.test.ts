import { describe, expect, it } from 'vitest';
import { memorySource } from './byte-source.ts';
import type { SourceRow } from './connector.ts';
import { openCopybook } from './connector-copybook.ts';
import { readSample, samplesMissing } from './fixtures/sample-files.ts';
import { DEFAULT_LIMITS } from './limits.ts';
import type { CopybookFormat } from './mapping-schema.ts';

const missing = samplesMissing();
if (missing !== null) console.log(missing);

type Tree = { readonly [key: string]: unknown };

/** Every leaf of an expected record: COBOL names, `(n)` for places in tables. */
function flatten(
  tree: Tree,
  into = new Map<string, string>(),
  indexes: readonly number[] = [],
): Map<string, string> {
  for (const [key, value] of Object.entries(tree)) {
    const name = key.replaceAll('_', '-');
    if (Array.isArray(value)) {
      for (const [at, one] of value.entries()) {
        if (typeof one === 'object' && one !== null) flatten(one as Tree, into, [...indexes, at + 1]);
      }
    } else if (typeof value === 'object' && value !== null) flatten(value as Tree, into, indexes);
    else into.set(name + (indexes.length === 0 ? '' : `(${indexes.join(',')})`), String(value));
  }
  return into;
}

/** JSON whose numbers keep all their digits. */
function parseExact(line: string): Tree {
  return JSON.parse(line.replace(/:(-?\d+(?:\.\d+)?(?:E-?\d+)?)(?=[,}])/g, ':"$1"')) as Tree;
}

function sameValue(ours: string, theirs: string): boolean {
  // The other project drops control characters from text; ours are refused later, when a value is made of them.
  const visible = (text: string): string => text.replace(/[\p{Cc}\s]/gu, '');
  if (visible(ours) === visible(theirs)) return true;
  // It reads blanks in a number as zero; here they are an empty cell.
  if (ours === '' && /^0(\.0*)?$/.test(theirs)) return true;
  const plain = /^-?\d+(\.\d+)?$/;
  if (!plain.test(ours)) return false;
  const normal = (text: string): string => {
    const exact = /E/.test(text) ? Number(text).toFixed(20) : text;
    const [, sign = '', whole = '', rest = ''] = /^(-?)0*(\d*)\.?(\d*)$/.exec(exact) ?? [];
    const digits = `${whole === '' ? '0' : whole}.${rest.replace(/0+$/, '')}`;
    return (digits === '0.' ? '' : sign) + digits;
  };
  return normal(ours) === normal(theirs);
}

interface Sample {
  readonly name: string;
  readonly copybook: string;
  readonly data: readonly string[];
  readonly expected: readonly string[];
  readonly format: Partial<CopybookFormat>;
  readonly records: number;
  /** Columns whose reading is another's choice, with the reason. */
  readonly leaveOut?: RegExp;
  /** The expected records are in the order of this column. */
  readonly sortedBy?: string;
}

const SAMPLES: readonly Sample[] = [
  {
    name: 'test1: OCCURS DEPENDING ON at its longest',
    copybook: 'test1_copybook.cob',
    data: ['test1_data', 'example.bin'],
    expected: ['test1_expected', 'test1.txt'],
    format: {},
    records: 10,
  },
  {
    name: 'test3: binary with decimals',
    copybook: 'test3_copybook.cob',
    data: ['test3_data', 'TRAN2.AUG31.DATA.dat'],
    expected: ['test3_expected', 'test3.txt'],
    format: {},
    records: 1000,
  },
  {
    name: 'test6: every numeric form',
    copybook: 'test6_copybook.cob',
    data: ['test6_data', 'INTEGR.TYPES.NOV28.DATA.dat'],
    expected: ['test6_expected', 'test6.txt'],
    format: {},
    records: 100,
    leaveOut: /^(FLOAT-01|DOUBLE-01)$/,
  },
  {
    name: 'test14: record descriptor words',
    copybook: 'test14_copybook.cob',
    data: ['test14_data', 'COMP.DETAILS.JUL02.DATA.dat'],
    expected: ['test14_expected', 'test14.txt'],
    format: { framing: 'rdw-little' },
    records: 100,
    leaveOut: /^TAXPAYER/,
  },
  {
    name: 'test4: segments of unlike length',
    copybook: 'test4_copybook.cob',
    data: ['test4_data', 'COMP.DETAILS.SEP30.DATA.dat'],
    expected: ['test4_expected', 'test4.txt'],
    format: { 'code-page': 'ascii', framing: 'rdw-little-exclusive' },
    records: 1000,
    leaveOut: /^TAXPAYER/,
  },
  {
    name: 'test7: FILLER and REDEFINES',
    copybook: 'test7_fillers.cob',
    data: ['test7_data', 'TEST.FILLERS.DEC07.DATA.dat'],
    expected: ['test7_expected', 'test7a.txt'],
    format: {},
    records: 1000,
    sortedBy: 'AMOUNT',
  },
  {
    name: 'test8: characters that do not print',
    copybook: 'test8_copybook.cob',
    data: ['test8_data', 'TRAN2.MAR14.DATA.dat'],
    expected: ['test8_expected', 'test8_non_printable.txt'],
    format: {},
    records: 1000,
    leaveOut: /^COMPANY-NAME-NP$/,
  },
  ...(['cp037_ext', 'cp273', 'cp500', 'cp1140', 'cp1141', 'cp1148'] as const).map((page) => ({
    name: `test9: code page ${page}`,
    copybook: 'test9_copybook.cob',
    data: ['test9_data', 'TRAN.APR14.NPT.DATA.dat'],
    expected: ['test9_expected', `test9_${page}.txt`],
    format: { 'code-page': page.replace('_ext', '') },
    records: 1000,
  })),
  {
    name: 'test19: display numbers',
    copybook: 'test19_display_num.cob',
    data: ['test19_display_num', 'data.dat'],
    expected: ['test19_display_num_expected', 'test19.txt'],
    format: {},
    records: 7,
  },
  {
    name: 'test21: tables in tables that move what follows',
    copybook: 'test21_copybook.cob',
    data: ['test21_data', 'data.dat'],
    expected: ['test21_expected', 'test21.txt'],
    format: { 'code-page': 'ascii', 'occurs-depending': 'shift' },
    records: 5,
  },
];

describe.skipIf(missing !== null)('COBOL files of another project, against its own expected values', () => {
  for (const sample of SAMPLES) {
    it(`reads ${sample.name}`, async () => {
      const copybook = new TextDecoder().decode(readSample('ebcdic-cobrix', sample.copybook));
      const bytes = readSample('ebcdic-cobrix', ...sample.data);
      const format: CopybookFormat = {
        type: 'copybook',
        'code-page': 'cp037',
        framing: 'fixed',
        ...sample.format,
      };
      const connector = await openCopybook(memorySource('sample', bytes), format, copybook, {
        limits: DEFAULT_LIMITS,
      });
      const text = new TextDecoder().decode(readSample('ebcdic-cobrix', ...sample.expected)).trim();
      const expected = text.startsWith('[')
        ? (JSON.parse(text.replace(/ : (-?\d+(?:\.\d+)?)(?=[,\n])/g, ' : "$1"')) as Tree[])
        : text.split('\n').map(parseExact);
      const index = new Map(connector.columns.map((name, at) => [name.replaceAll('_', '-'), at]));
      const differences: string[] = [];
      let compared = 0;
      let count = 0;
      const rows: SourceRow[] = [];
      for await (const row of connector.rows()) rows.push(row);
      if (sample.sortedBy !== undefined) {
        const by = connector.columns.indexOf(sample.sortedBy);
        rows.sort((left, right) => Number(left.cell(by)) - Number(right.cell(by)));
      }
      for (const row of rows) {
        const wanted = expected[count];
        count += 1;
        if (wanted === undefined) continue;
        for (const [name, value] of flatten(wanted)) {
          const column = index.get(name);
          if (column === undefined || sample.leaveOut?.test(name) === true) continue;
          const cell = row.cell(column);
          const ours = cell === null ? '' : typeof cell === 'string' ? cell : cell.written;
          compared += 1;
          if (!sameValue(ours, value))
            differences.push(`${count} ${name}: ${JSON.stringify(ours)} / ${JSON.stringify(value)}`);
        }
      }
      expect(differences.slice(0, 20)).toEqual([]);
      expect(count).toBe(sample.records);
      expect(compared).toBeGreaterThan(0);
      console.log(`${sample.name}: ${count} records, ${compared} values compared`);
    });
  }
});
