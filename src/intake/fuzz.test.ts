import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ByteSource, memorySource } from './byte-source.ts';
import type { Connector } from './connector.ts';
import { openCopybook } from './connector-copybook.ts';
import { openCsv } from './connector-csv.ts';
import { openDbf } from './connector-dbf.ts';
import { openXlsx } from './connector-xlsx.ts';
import { parseCopybook } from './copybook.ts';
import { buildLayout } from './copybook-layout.ts';
import { IntakeError } from './errors.ts';
import { registerMapping } from './fixtures/mappings.ts';
import { COPYBOOK, csvRegister, dbfRegister, xlsxRegister } from './fixtures/register-files.ts';
import { unzip, zip } from './fixtures/zip.ts';
import { DEFAULT_LIMITS } from './limits.ts';
import { parseMapping } from './mapping-file.ts';
import type { CopybookFormat, CsvFormat } from './mapping-schema.ts';

/**
 * Every parser of bytes from outside: generated and mutated inputs, 5,000 each (test:long: 50,000), half of them made from
 * nothing, half a good input with pieces changed, cut, doubled or moved. Each answer is a value or a coded error, and comes
 * within a second; fast-check prints seed and path of a failure.
 */
const RUNS = process.env['ENTENTE_TEST_LONG'] === '1' ? 50_000 : 5_000;
const SLOWEST_MS = 1_000;
const TEST_TIMEOUT_MS = 240_000;
const context = { limits: { ...DEFAULT_LIMITS, rowsMax: 20_000, workbookBytesMax: 4 * 1024 ** 2 } };

/** A value or a coded error, soon. */
async function answers(work: () => unknown): Promise<void> {
  const start = performance.now();
  try {
    await work();
  } catch (error) {
    if (!(error instanceof IntakeError)) throw error;
    expect(error.message).toMatch(/^\S/);
  }
  // Generous beside the usual fraction of a millisecond: a busy machine must not fail the test, a blow-up must.
  expect(performance.now() - start).toBeLessThan(SLOWEST_MS * 10);
}

interface Change {
  readonly at: number;
  readonly length: number;
  readonly bytes: Uint8Array;
}

const changes = (max: number, alphabet?: readonly string[]): fc.Arbitrary<readonly Change[]> =>
  fc.array(
    fc.record({
      at: fc.nat(max),
      length: fc.oneof(fc.constant(0), fc.nat(6), fc.nat(max)),
      bytes:
        alphabet === undefined
          ? fc.uint8Array({ maxLength: 8 })
          : fc
              .array(fc.constantFrom(...alphabet), { maxLength: 3 })
              .map((parts) => new TextEncoder().encode(parts.join(''))),
    }),
    { minLength: 1, maxLength: 4 },
  );

function mutate(bytes: Uint8Array, list: readonly Change[]): Uint8Array {
  let now = bytes;
  for (const change of list) {
    const at = Math.min(change.at, now.length);
    now = new Uint8Array(
      Buffer.concat([
        now.subarray(0, at),
        change.bytes,
        now.subarray(Math.min(now.length, at + change.length)),
      ]),
    );
  }
  return now;
}

async function drain(connector: Connector): Promise<void> {
  for await (const row of connector.rows()) {
    for (let column = 0; column < connector.columns.length; column += 1) row.cell(column);
    for (let group = 0; group < connector.groups.length; group += 1) {
      for (let turn = 0; turn < row.turns(group); turn += 1) row.member(group, turn, 0);
    }
    connector.show(row.raw);
  }
}

const bytesOf = async (source: ByteSource): Promise<Uint8Array> => source.read(0, await source.size());
const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

const MAPPING_WORDS = [
  '\n',
  '  ',
  '- ',
  ': ',
  '{',
  '}',
  '[',
  ']',
  '&a ',
  '*a',
  '!!str ',
  '<<',
  '|',
  '>',
  '"',
  "'",
  '#',
  'column',
  'fixed',
  'each',
  '? ',
  '---\n',
  '...',
  '%YAML 1.1\n',
  '\t',
  '0x1F',
  '~',
  '\u0000',
  '\ufeff',
];
const COPYBOOK_WORDS = [
  ' 05 ',
  ' 01 ',
  ' 88 ',
  ' PIC ',
  'X(9)',
  '9(5)',
  'S9(7)V99',
  ' COMP-3',
  ' COMP',
  ' OCCURS ',
  '3',
  '65536',
  ' DEPENDING ON ',
  'A',
  ' REDEFINES ',
  'REGNO',
  '.',
  '\n',
  '       ',
  "'",
  ' VALUE ',
  ' SYNC',
  '(',
  ')',
  'P',
  ' TIMES',
  ' TO ',
  '-',
  '*',
  ' FILLER',
];

const SHEET_WORDS = [
  '<',
  '>',
  '"',
  '/',
  '<c r="A1" t="s">',
  '<v>99999999999</v>',
  '<row r="1048577">',
  'XFD1048576',
  '</c>',
  '<v>',
  '&#x0;',
  '&amp;',
  '<!--',
  ']]>',
  '<![CDATA[',
  '-1',
  'NaN',
  't="e"',
  '<dimension ref="A1:XFD1048576"/>',
  's="9999"',
  '<mergeCell ref="A1:XFD9"/>',
];

describe('hostile and damaged input', () => {
  it('mapping: every text is a mapping or a coded error', { timeout: TEST_TIMEOUT_MS }, async () => {
    const good = new TextEncoder().encode(
      registerMapping("  type: csv\n  encoding: utf-8\n  delimiter: ';'"),
    );
    const generated = fc
      .array(fc.constantFrom(...MAPPING_WORDS), { maxLength: 40 })
      .map((parts) => parts.join(''));
    const mutated = changes(good.length, MAPPING_WORDS).map((list) => text(mutate(good, list)));
    await fc.assert(
      fc.asyncProperty(fc.oneof(generated, mutated), (input) => answers(() => parseMapping(input))),
      { numRuns: RUNS },
    );
  });

  it('copybook: every text is a layout or a coded error', { timeout: TEST_TIMEOUT_MS }, async () => {
    const good = new TextEncoder().encode(COPYBOOK);
    const generated = fc
      .array(fc.constantFrom(...COPYBOOK_WORDS), { maxLength: 60 })
      .map((parts) => parts.join(''));
    const mutated = changes(good.length, COPYBOOK_WORDS).map((list) => text(mutate(good, list)));
    await fc.assert(
      fc.asyncProperty(fc.oneof(generated, mutated), fc.boolean(), (input, shift) =>
        answers(() => buildLayout(parseCopybook(input), undefined, shift)),
      ),
      { numRuns: RUNS },
    );
  });

  it('records of an unload: every run of bytes is rows or a coded error', {
    timeout: TEST_TIMEOUT_MS,
  }, async () => {
    const copybook = `
       01  R.
           05 A PIC 9.
           05 T OCCURS 0 TO 3 TIMES DEPENDING ON A.
              10 B PIC S9(3) COMP-3.
              10 C PIC S99V9 SIGN LEADING SEPARATE.
           05 D PIC S9(4).
           05 E PIC X(3).
           05 F REDEFINES E PIC 9(4) COMP.
`;
    const format = fc.record({
      framing: fc.constantFrom<CopybookFormat['framing']>(
        'fixed',
        'rdw',
        'rdw-exclusive',
        'rdw-little',
        'lines',
      ),
      codePage: fc.constantFrom('cp500', 'cp037', 'windows-1252', 'ascii'),
      shift: fc.constantFrom<'longest' | 'shift'>('longest', 'shift'),
    });
    const digits = fc
      .array(fc.constantFrom(0xf1, 0xf2, 0xf3, 0x31, 0x12, 0x3c, 0x3d, 0x40, 0x00, 0x05, 0x4e, 0x60, 0xd1), {
        maxLength: 80,
      })
      .map((list) => Uint8Array.from(list));
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.uint8Array({ maxLength: 80 }), digits), format, (bytes, shape) =>
        answers(async () => {
          const block: CopybookFormat = {
            type: 'copybook',
            'code-page': shape.codePage,
            framing: shape.framing,
            'occurs-depending': shape.shift,
          };
          await drain(await openCopybook(memorySource('f', bytes), block, copybook, context));
        }),
      ),
      { numRuns: RUNS },
    );
  });

  it('csv: every run of bytes is rows or a coded error, and no byte is lost', {
    timeout: TEST_TIMEOUT_MS,
  }, async () => {
    const good = await bytesOf(csvRegister().source);
    const generated = fc
      .array(fc.constantFrom('"', ';', '\r', '\n', '\r\n', 'a', '""', '\u0000', 'é', '\ufeff', ' '), {
        maxLength: 60,
      })
      .map((parts) => new TextEncoder().encode(parts.join('')));
    const mutated = changes(good.length).map((list) => mutate(good, list));
    const encoding = fc.constantFrom('windows-1252', 'utf-8', 'utf-16le', 'utf-16be', 'cp850');
    await fc.assert(
      fc.asyncProperty(fc.oneof(generated, mutated), encoding, fc.boolean(), (bytes, name, header) =>
        answers(async () => {
          const format: CsvFormat = header
            ? { type: 'csv', encoding: name, delimiter: ';' }
            : { type: 'csv', encoding: name, delimiter: ';', header: false, columns: ['a', 'b'] };
          const connector = await openCsv(memorySource('f', bytes), format, context);
          let end = 0;
          for await (const row of connector.rows()) {
            if (row.locator.type !== 'file') continue;
            // Between two records stands nothing but a line end (or the heading).
            expect(row.locator.offset).toBeGreaterThanOrEqual(end);
            if (!header) expect(row.locator.offset - end).toBeLessThanOrEqual(4);
            end = row.locator.offset + row.locator.length;
          }
          if (!header && bytes.length > 0) expect(bytes.length - end).toBeLessThanOrEqual(4);
        }),
      ),
      { numRuns: RUNS },
    );
  });

  it('dbf: every run of bytes is rows or a coded error', { timeout: TEST_TIMEOUT_MS }, async () => {
    const good = await bytesOf(dbfRegister().source);
    const inHeader = changes(200).map((list) => mutate(good, list));
    const anywhere = changes(good.length).map((list) => mutate(good, list));
    const generated = fc.uint8Array({ maxLength: 200 }).map((tail) => new Uint8Array([3, ...tail]));
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(inHeader, anywhere, generated),
        fc.uint8Array({ maxLength: 40 }),
        (bytes, memo) =>
          answers(async () => {
            await drain(
              await openDbf(
                memorySource('f.dbf', bytes, { 'f.dbt': memo, 'f.fpt': memo }),
                { type: 'dbf', 'code-page': 'cp850' },
                context,
              ),
            );
          }),
      ),
      { numRuns: RUNS },
    );
  });

  it('xlsx: every run of bytes is rows or a coded error', { timeout: TEST_TIMEOUT_MS }, async () => {
    const good = await bytesOf(xlsxRegister().source);
    const mutated = changes(good.length).map((list) => mutate(good, list));
    const generated = fc
      .uint8Array({ maxLength: 100 })
      .map((tail) => new Uint8Array([0x50, 0x4b, 3, 4, ...tail]));
    // A change in packed bytes rarely reaches the reader: most changes are made in the parts, which are then packed again.
    const parts = unzip(good);
    const names = [...parts.keys()];
    const inside = fc
      .tuple(
        fc.constantFrom(...names, ...names.filter((name) => name.includes('sheet1'))),
        changes(2_000, SHEET_WORDS),
      )
      .map(([name, list]) => {
        const changed = new Map(parts);
        changed.set(name, mutate(parts.get(name) ?? new Uint8Array(), list));
        return zip(changed);
      });
    await fc.assert(
      fc.asyncProperty(fc.oneof({ weight: 4, arbitrary: inside }, mutated, generated), (bytes) =>
        answers(async () => {
          await drain(await openXlsx(memorySource('f.xlsx', bytes), { type: 'xlsx' }, context));
        }),
      ),
      { numRuns: RUNS },
    );
  });
});
