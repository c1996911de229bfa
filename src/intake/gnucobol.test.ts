import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fileSource } from './byte-source.ts';
import { openCopybook } from './connector-copybook.ts';
import { DEFAULT_LIMITS } from './limits.ts';
import type { CopybookFormat } from './mapping-schema.ts';

const MAKE = fileURLToPath(new URL('../../../shared/legacy-cobol/make.sh', import.meta.url));
const missing = !existsSync(MAKE)
  ? 'skipped: the COBOL unload program (../shared/legacy-cobol) is not on this machine'
  : spawnSync('cobc', ['--version']).status !== 0
    ? 'skipped: cobc is not on this machine (apt-get install gnucobol3)'
    : null;
if (missing !== null) console.log(missing);

describe.skipIf(missing !== null)('what a real COBOL program unloads', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'intake-cobol-'));
    execFileSync('sh', [MAKE, 'IBM500', '300', '20260001', folder], { stdio: 'pipe' });
  }, 300_000);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  async function readAll(file: string, format: Partial<CopybookFormat>): Promise<Record<string, string>[]> {
    const copybook = readFileSync(join(folder, 'PERSON.cpy'), 'latin1');
    const connector = await openCopybook(
      fileSource(join(folder, file)),
      { type: 'copybook', 'code-page': 'cp500', framing: 'fixed', ...format },
      copybook,
      { limits: DEFAULT_LIMITS },
    );
    const rows: Record<string, string>[] = [];
    for await (const row of connector.rows()) {
      expect(row.broken).toBeUndefined();
      rows.push(
        Object.fromEntries(
          connector.columns.map((name, at) => {
            const cell = row.cell(at);
            return [name, cell === null ? '' : typeof cell === 'string' ? cell : `bad: ${cell.bad}`];
          }),
        ),
      );
    }
    await connector.close();
    return rows;
  }

  it('has the same persons in fixed length and under record descriptor words', async () => {
    const fixed = await readAll('PERSONS.EBC', {});
    const variable = (await readAll('PERSONS.VB', { framing: 'rdw-exclusive' })).filter(
      (row) => row['PR-REC-TYPE'] === 'P1',
    );
    expect(fixed).toHaveLength(300);
    const start = (row: Record<string, string>) => [
      row['PR-REG-NO'],
      row['PR-SURNAME'],
      row['PR-GIVEN'],
      row['PR-DOB'],
      row['PR-SEX'],
      row['PR-FINES-DUE'],
    ];
    expect(variable.map(start)).toEqual(fixed.map(start));
  });

  it.each([
    ['PERSONS.EBC', 'cp500'],
    ['PERSONS.ASC', 'iso-8859-1'],
  ])('has in %s the values that the program wrote down as true', async (file, codePage) => {
    const truth = readFileSync(join(folder, 'PERSONS.TRU'), 'latin1')
      .split(/\r?\n/)
      .filter((line) => line !== '');
    const rows = await readAll(file, { 'code-page': codePage, sign: 'ebcdic' });
    expect(rows).toHaveLength(truth.length);
    let compared = 0;
    for (const [at, line] of truth.entries()) {
      const [
        ,
        planted,
        regNo,
        surname,
        given,
        alias,
        dob,
        sex,
        nationality,
        height,
        fines,
        rate,
        docType,
        doc,
        ,
        count,
        ...rest
      ] = line.split('|').map((part) => part.trim());
      // Lines with a planted oddity hold what the program meant, not what it wrote.
      if (planted !== '') continue;
      const row = rows[at] ?? {};
      const ours = [
        row['PR-REG-NO'],
        row['PR-SURNAME'],
        row['PR-GIVEN'],
        row['PR-ALIAS'],
        row['PR-DOB'],
        row['PR-SEX'],
        row['PR-NATIONALITY'],
        row['PR-HEIGHT-CM'],
        row['PR-FINES-DUE'],
        row['PR-FINE-RATE'],
        row['PR-DOC-TYPE'],
        row['PR-PHONE-COUNT'],
        row['PR-PHONE-NO(1)'],
        row['PR-PHONE-NO(2)'],
        row['PR-PHONE-NO(3)'],
        row['PR-LAST-UPDATE'],
        row['PR-STATUS'],
      ];
      expect(ours).toEqual([
        regNo,
        surname,
        given,
        alias,
        dob,
        sex,
        nationality,
        height,
        fines,
        rate,
        docType,
        count,
        ...rest,
      ]);
      const document =
        docType === 'I'
          ? row['IC-NUMBER']
          : docType === 'P'
            ? `${row['PP-NUMBER']?.padEnd(9)}${row['PP-ISSUER']}`
            : doc;
      expect(document).toBe(doc);
      compared += ours.length + 1;
    }
    console.log(`${file}: ${compared} values of a GnuCOBOL program compared`);
    expect(compared).toBeGreaterThan(3_000);
  });
});
